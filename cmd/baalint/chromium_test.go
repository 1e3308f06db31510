package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// browser is a headless Chromium with one page, driven by the DevTools protocol over a pipe: messages end with a zero byte.
type browser struct {
	t   *testing.T
	in  *os.File
	out *bufio.Reader
	// named is true where the tests were told which browser to use: it must work then.
	named   bool
	session string
	calls   int
	loads   int
	// faults are the errors and warnings of the page's console.
	faults []string
}

// message is an answer, or an event.
type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// openBrowser starts Chromium; the test is skipped where there is none, and fails where BAALINT_CHROMIUM names one.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	program := os.Getenv("BAALINT_CHROMIUM")
	named := program != ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program == "" {
			program, _ = exec.LookPath(name)
		}
	}
	if program == "" {
		t.Skip("no Chromium: set BAALINT_CHROMIUM, or install it")
	}
	theirs, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, ours, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	arguments := []string{
		"--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--hide-scrollbars",
		"--user-data-dir=" + t.TempDir(), "about:blank",
	}
	if os.Geteuid() == 0 { // Chromium has no sandbox for root
		arguments = append([]string{"--no-sandbox"}, arguments...)
	}
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.ExtraFiles = []*os.File{theirs, ours} // descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = theirs.Close(), ours.Close()
	b := &browser{t: t, named: named, in: in, out: bufio.NewReaderSize(out, 1<<20)}
	t.Cleanup(func() {
		_ = in.Close() // Chromium ends when nobody drives it
		_ = cmd.Wait()
		stop()
		_ = out.Close()
	})
	var target struct{ TargetID, SessionID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &target)
	b.session = target.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

// call asks for something and waits for the answer; what happens meanwhile is noted.
func (b *browser) call(method string, params map[string]any, result any) {
	b.t.Helper()
	b.calls++
	request, err := json.Marshal(map[string]any{"id": b.calls, "method": method, "params": params, "sessionId": b.session})
	if b.session == "" {
		request, err = json.Marshal(map[string]any{"id": b.calls, "method": method, "params": params})
	}
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.in.Write(append(request, 0)); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	for {
		m := b.next()
		if m.ID != b.calls {
			b.note(m)
			continue
		}
		if m.Error != nil {
			b.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
		return
	}
}

func (b *browser) next() message {
	b.t.Helper()
	text, err := b.out.ReadBytes(0)
	if err != nil && b.session == "" && !b.named {
		b.t.Skipf("Chromium does not start: %v", err)
	}
	if err != nil {
		b.t.Fatalf("Chromium has ended: %v", err)
	}
	var m message
	if err := json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), &m); err != nil {
		b.t.Fatal(err)
	}
	return m
}

// note keeps what a page must not do, and counts what has been loaded.
func (b *browser) note(m message) {
	switch m.Method {
	case "Page.loadEventFired":
		b.loads++
	case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled":
		b.faults = append(b.faults, string(m.Params))
	case "Network.requestWillBeSent":
		var sent struct {
			Request struct{ URL string }
		}
		if json.Unmarshal(m.Params, &sent) == nil && !bytes.HasPrefix([]byte(sent.Request.URL), []byte("file://")) {
			b.faults = append(b.faults, "it fetches "+sent.Request.URL)
		}
	}
}

// open loads a file, with what stands behind # in its address.
func (b *browser) open(file, hash string) {
	b.t.Helper()
	path, err := filepath.Abs(file)
	if err != nil {
		b.t.Fatal(err)
	}
	b.call("Page.navigate", map[string]any{"url": "about:blank"}, nil) // another hash alone would load nothing
	loads := b.loads
	b.call("Page.navigate", map[string]any{"url": "file://" + path + hash}, nil)
	for b.loads == loads || b.eval("location.protocol") != "file:" || b.eval("document.readyState") != "complete" {
		b.eval("0")
	}
}

// eval is the value of an expression in the page; of a promise, what it becomes.
func (b *browser) eval(expression string) any {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("%.200s: %s", expression, answer.ExceptionDetails)
	}
	return answer.Result.Value
}

// picture is a screenshot of the upper part of the page, as WebP.
func (b *browser) picture(width, height int) []byte {
	b.t.Helper()
	b.size(width, height)
	var shot struct{ Data string }
	b.call("Page.captureScreenshot", map[string]any{"format": "webp", "quality": 80}, &shot)
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

// key presses a key: Tab or Enter.
func (b *browser) key(name string) {
	b.t.Helper()
	key := map[string]any{"type": "rawKeyDown", "key": name, "code": name, "windowsVirtualKeyCode": map[string]int{"Tab": 9, "Enter": 13}[name]}
	b.call("Input.dispatchKeyEvent", key, nil)
	if name == "Enter" {
		b.call("Input.dispatchKeyEvent", map[string]any{"type": "char", "text": "\r"}, nil)
	}
	key["type"] = "keyUp"
	b.call("Input.dispatchKeyEvent", key, nil)
	time.Sleep(50 * time.Millisecond) // a page without scripts has no promise to wait for
}

func (b *browser) size(width, height int) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// media sets what style sheets are told: the medium, and light or dark.
func (b *browser) media(medium, scheme string) {
	b.t.Helper()
	b.call("Emulation.setEmulatedMedia", map[string]any{
		"media": medium, "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}},
	}, nil)
}

// accessible runs axe-core, of which BAALINT_AXE names the file, and tells what breaks WCAG 2.2 AA. The first obligations are enough: the
// others are made alike, and axe takes its time.
func (b *browser) accessible(what string) {
	b.t.Helper()
	file := os.Getenv("BAALINT_AXE")
	if file == "" {
		b.t.Log("accessibility is not looked at: set BAALINT_AXE to axe.min.js of the npm package axe-core")
		return
	}
	source, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	b.eval(string(source) + "\n;0")
	b.eval(`for (const e of document.querySelectorAll('.cell')) e.style.contentVisibility = 'visible'`) // axe measures what is not laid out
	found := b.eval(`axe.run({exclude: [['.part:nth-of-type(n+7)']]}, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r =>
		r.violations.flatMap(v => v.nodes.slice(0, 3).map(n => v.id + ': ' + v.help + ': ' + n.html.slice(0, 200) + ' ' + (n.any[0]?.message ?? ''))))`)
	for _, violation := range found.([]any) {
		b.t.Errorf("%s: %s", what, violation)
	}
}

// quiet tells what the page has said on its console, and what it has fetched.
func (b *browser) quiet() {
	b.t.Helper()
	b.eval("0") // what was on its way has come
	for _, fault := range b.faults {
		b.t.Error(fault)
	}
	b.faults = nil
}

func (b *browser) want(expression string, want any) {
	b.t.Helper()
	if got := b.eval(expression); fmt.Sprint(got) != fmt.Sprint(want) {
		b.t.Errorf("%s is %v, want %v", expression, got, want)
	}
}
