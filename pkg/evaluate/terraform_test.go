package evaluate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/schema"
)

// conformanceDir holds the cases and Terraform's answers; its README says how they are written.
const conformanceDir = "../../testdata/conformance"

// oracleVersion is the Terraform that gave the answers. Another one may rightly answer otherwise.
const oracleVersion = "1.11.4"

// terraform runs one Terraform in a directory of its own.
type terraform struct {
	dir string
	env []string
}

// oracle reports whether Terraform can be asked, and must be where answers are to be rewritten.
var oracle = sync.OnceValues(func() (bool, error) {
	out, err := (&terraform{dir: os.TempDir()}).run(context.Background(), "", "version", "-json")
	if err != nil {
		return false, fmt.Errorf("ask for terraform's version: %w", err)
	}
	var is struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &is); err != nil {
		return false, fmt.Errorf("read terraform's version: %w", err)
	}
	if is.Version != oracleVersion {
		return false, fmt.Errorf("terraform is %s, the answers are those of %s", is.Version, oracleVersion)
	}
	return true, nil
})

// asked reports whether Terraform is to be asked in this run of the tests.
func asked(t *testing.T) bool {
	t.Helper()
	ok, err := oracle()
	if !ok && *update {
		t.Fatal(err)
	}
	if !ok {
		t.Logf("not compared with terraform itself: %v", err)
	}
	return ok && (*update || !testing.Short())
}

// failure is an answer that is none: the command ended in error.
type failure struct{ stdout, stderr []byte }

func (f *failure) Error() string { return string(f.stdout) + string(f.stderr) }

func (tf *terraform) run(ctx context.Context, stdin string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "terraform", arguments...)
	command.Dir = tf.dir
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1", "TF_PLUGIN_CACHE_DIR=")
	command.Env = append(command.Env, tf.env...)
	command.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, &failure{out, stderr.Bytes()}
	}
	if err != nil {
		return nil, fmt.Errorf("run terraform: %w", err)
	}
	return out, nil
}

// unpack writes the files of an archive, but for what is expected of them.
func unpack(tb testing.TB, a *txtar.Archive) string {
	tb.Helper()
	dir := tb.TempDir()
	for _, file := range a.Files {
		if file.Name == "want" || file.Name == answerFile {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// builtinSchemas holds the schema of terraform_data.
func builtinSchemas(tb testing.TB) *schema.Set {
	tb.Helper()
	set, err := schema.Open(os.DirFS(conformanceDir), "schemas")
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// deliberate reads the README's list of differences: "- `case`: reason".
func deliberate(t *testing.T) map[string]bool {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(conformanceDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(src)) {
		rest, ok := strings.CutPrefix(line, "- `")
		if !ok {
			continue
		}
		name, reason, ok := strings.Cut(rest, "`: ")
		if !ok || strings.TrimSpace(reason) == "" {
			t.Errorf("README.md: %q has no reason", strings.TrimSpace(line))
		}
		listed[name] = true
	}
	return listed
}
