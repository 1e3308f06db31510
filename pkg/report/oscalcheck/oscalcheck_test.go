package oscalcheck

import (
	"strings"
	"testing"
)

const valid = `{"assessment-results": {
  "uuid": "a1b2c3d4-0000-5000-8000-000000000001",
  "metadata": {"title": "T", "last-modified": "2026-11-01T00:00:00Z", "version": "1", "oscal-version": "1.1.3"},
  "import-ap": {"href": "#a1b2c3d4-0000-5000-8000-000000000003"},
  "results": [{"uuid": "a1b2c3d4-0000-5000-8000-000000000002", "title": "R", "description": "D", "start": "2026-11-01T00:00:00Z",
    "reviewed-controls": {"control-selections": [{"description": "none"}]}}],
  "back-matter": {"resources": [{"uuid": "a1b2c3d4-0000-5000-8000-000000000003"}]}
}}`

func TestFaults(t *testing.T) {
	if faults := Faults([]byte(valid)); len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, test := range []struct{ name, old, changed, want string }{
		{"no JSON", "{", "[", "invalid character"},
		{"unknown key", `"version"`, `"versoin"`, "versoin"},
		{"day", "2026-11-01T00:00:00Z", "2026-11-31T00:00:00Z", "last-modified"},
		{"twice", "000000000002", "000000000001", "2 things have the UUID"},
		{"nothing", `"#a1b2c3d4-0000-5000-8000-000000000003"`, `"#a1b2c3d4-0000-5000-8000-000000000009"`, "nothing has the UUID"},
	} {
		t.Run(test.name, func(t *testing.T) {
			faults := strings.Join(Faults([]byte(strings.Replace(valid, test.old, test.changed, 1))), "\n")
			if !strings.Contains(faults, test.want) {
				t.Errorf("%q does not say %q", faults, test.want)
			}
		})
	}
}
