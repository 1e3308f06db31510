package sarifcheck

import (
	"strings"
	"testing"
)

const valid = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"baalint","semanticVersion":"1.0.0","rules":[
{"id":"a/b","shortDescription":{"text":"s"},"fullDescription":{"text":"f"},"help":{"text":"h"},"properties":{"tags":["x"],"security-severity":"8.0"}}]}},
"results":[{"ruleId":"a/b","ruleIndex":0,"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b.tf"},
"region":{"startLine":1,"startColumn":2,"endLine":1,"endColumn":3}},"logicalLocations":[{"fullyQualifiedName":"x.y"}]}]}]}]}`

// TestFaults breaks a valid file in one way at a time.
func TestFaults(t *testing.T) {
	if faults := Faults([]byte(valid)); len(faults) > 0 {
		t.Fatalf("valid file has faults: %q", faults)
	}
	cases := []struct{ name, old, replacement, want string }{
		{"schema", `"ruleId"`, `"rule_id"`, "rule_id"},
		{"not JSON", `{"version"`, `{version`, "invalid character"},
		{"severity is a number", `"8.0"`, `8.0`, "security-severity"},
		{"tags", `["x"]`, `["` + strings.Join(strings.Split("abcdefghijk", ""), `","`) + `"]`, "11 tags"},
		{"description", `{"text":"s"}`, `{"text":"` + strings.Repeat("x", 1025) + `"}`, "longer than 1024"},
		{"absolute", `a%20b.tf`, `/etc/passwd`, "no relative path"},
		{"scheme", `a%20b.tf`, `file:///x.tf`, "no relative path"},
		{"outside", `a%20b.tf`, `../x.tf`, "leaves the repository"},
		{"line", `"startLine":1`, `"startLine":0`, "startLine"},
		{"column", `"endColumn":3`, `"endColumn":1`, "ends before it starts"},
		{"index", `"ruleIndex":0`, `"ruleIndex":1`, "ruleIndex"},
		{"address", `"fullyQualifiedName":"x.y"`, `"name":"y"`, "fullyQualifiedName"},
		{"null results", `"results":[`, `"results":null,"x":[`, "results"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			faults := strings.Join(Faults([]byte(strings.Replace(valid, c.old, c.replacement, 1))), "\n")
			if !strings.Contains(faults, c.want) {
				t.Errorf("faults %q do not tell of %q", faults, c.want)
			}
		})
	}
}
