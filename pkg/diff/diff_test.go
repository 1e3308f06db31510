package diff

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// changed turns a file of four lines into one in which the second is new, the third is as it was and the last is gone.
const changed = `diff --git a/infra/main.tf b/infra/main.tf
index 1111111..2222222 100644
--- a/infra/main.tf
+++ b/infra/main.tf
@@ -1,4 +1,3 @@
 one
-two
+TWO
 three
-four
`

func TestTouches(t *testing.T) {
	c, err := Read([]byte(changed))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct {
		name        string
		first, last int
		want        bool
	}{
		{"infra/main.tf", 2, 2, true}, {"infra/main.tf", 1, 1, false}, {"infra/main.tf", 3, 3, false}, {"infra/main.tf", 1, 3, true},
		{"infra/main.tf", 3, 4, true}, {"infra/main.tf", 4, 9, false}, {"main.tf", 2, 2, false},
	} {
		if got := c.Touches(r.name, r.first, r.last); got != r.want {
			t.Errorf("%+v: %v", r, got)
		}
	}
	for content, want := range map[string]int{"one\nTWO\nthree\n": 0, "one\r\nTWO\r\nthree\r\n": 0, "one\ntwo\nthree\n": 2, "one\nTWO": 3, "": 1} {
		if got := c.Differs("infra/main.tf", []byte(content)); got != want {
			t.Errorf("%q differs in line %d, want %d", content, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, c := range map[string]struct {
		diff string
		want []string
	}{
		"nothing":     {" \n\n", nil},
		"git":         {changed, []string{"infra/main.tf"}},
		"no prefixes": {strings.NewReplacer("a/infra", "infra", "b/infra", "infra").Replace(changed), []string{"infra/main.tf"}},
		"mnemonic":    {strings.NewReplacer("a/infra", "i/infra", "b/infra", "w/infra").Replace(changed), []string{"infra/main.tf"}},
		"CRLF":        {strings.ReplaceAll(changed, "\n", "\r\n"), []string{"infra/main.tf"}},
		"a commit":    {"commit 1\nAuthor: x\n\n    words\n\n" + changed, []string{"infra/main.tf"}},
		"new and deleted": {"diff --git a/x.tf b/x.tf\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ b/x.tf\n@@ -0,0 +1 @@\n+a\n" +
			"diff --git a/y.tf b/y.tf\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/y.tf\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", []string{"x.tf"}},
		"deleted and new, no prefixes": {"diff --git y.tf " + "y.tf\ndeleted file mode 100644\nindex 1111111..0000000\n--- y.tf\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n" +
			"diff --git x.tf " + "x.tf\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ x.tf\n@@ -0,0 +1 @@\n+a\n", []string{"x.tf"}},
		"renamed": {"diff --git a/x.tf b/d/y.tf\nsimilarity index 100%\nrename from x.tf\nrename to d/y.tf\n", []string{"d/y.tf"}},
		"quoted":  {"diff --git \"a/\\346\\202\\243.tf\" \"b/\\346\\202\\243.tf\"\n--- \"a/\\346\\202\\243.tf\"\n+++ \"b/\\346\\202\\243.tf\"\n@@ -1 +1 @@\n-a\n+b\n", []string{"患.tf"}},
		"plain":   {"--- old/main.tf\t2026-01-01 00:00:00.000000000 +0000\n+++ new/main.tf\t2026-01-02 00:00:00.000000000 +0000\n@@ -1 +1 @@\n-a\n+b\n", []string{"new/main.tf"}},
	} {
		read, err := Read([]byte(c.diff))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d := cmp.Diff(c.want, read.Files()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"main.tf\n":          "it names no files",
		"{}":                 "it names no files",
		"\xff\xfed\x00i\x00": "UTF-16",
		"diff --cc main.tf\n@@@ -1 -1 +1 @@@\n++a":                    "a merge with several parents",
		changed + changed:                                             "it changes infra/main.tf twice",
		strings.Replace(changed, "-1,4", "-1,9", 1):                   "not a unified diff: ",
		strings.Replace(changed, "@@ -1,4 +1,3 @@", "@@ -x +y @@", 1): "not a unified diff: ",
		"--- 0\n+++ 0\n@@ -0,0 +0,1 @@\n+":                            "0 has no line 0",
		"\x1b[1mdiff --git a/x b/x\x1b[m\n":                           "it names no files",
	} {
		if _, err := Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(changed))
	f.Add([]byte("--- a\n+++ b\n@@ -0,0 +1,2 @@\n+a\n+b\n"))
	f.Add([]byte("--- 0\n+++ 0\n@@ -0,0 +0,1 @@\n+"))
	f.Add([]byte("diff --git \"x.tf\" x.tf\n--- x.tf\n+++ x.tf\n@@ -9223372036854775807 +9223372036854775807 @@\n-a\n+b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Read(data)
		if err != nil {
			return
		}
		for _, name := range c.Files() {
			if name == "" {
				t.Error("a file without a name")
			}
			c.Touches(name, 1, 1<<40)
			c.Differs(name, data)
		}
	})
}
