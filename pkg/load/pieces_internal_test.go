package load

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// blocks is a file of two blocks, with what may stand between them.
const blocks = "resource \"a\" \"b\" {\n  x = [1, { y = \"é${var.z}\" }]\n  n {\n  }\n}\n%locals {\n  a = 1\n}\n"

var betweenBlocks = map[string]struct {
	text   string
	pieces int
}{
	"nothing":       {"", 2},
	"blank lines":   {"\n\n", 2},
	"a comment":     {"# resource\n/* {\n\n */\n", 2},
	"empty block":   {"data \"c\" \"d\" {\n}\n", 3},
	"heredoc":       {"variable \"v\" {\n  default = <<EOT\nserver {\n}\nmore\nEOT\n}\n", 0},
	"long comment":  {"/*\nfoo {\n}\n*/\n", 0},
	"attribute":     {"a = 1\n", 0},
	"error":         {"variable {{\n", 0},
	"twice a block": {"variable \"v\" {\n}\nvariable \"v\" {\n}\n", 4},
	"no line feed":  {"variable \"v\" {}\n", 2},
	"bracket":       {"variable \"v\" {\n  default = {\n}\n}\n", 0},
}

func TestPieces(t *testing.T) {
	for name, test := range betweenBlocks {
		src := []byte(strings.Replace(blocks, "%", test.text, 1))
		body, ok := parsePieces("main.tf", src, 1)
		if got := len(pieces(src, 1)); ok && got != test.pieces || !ok && test.pieces != 0 {
			t.Errorf("%s: %d pieces, taken %v", name, got, ok)
		}
		if ok {
			sameAsWhole(t, body, src)
		}
	}
	large := []byte(strings.Repeat(strings.Replace(blocks, "%", "", 1), largeSize/len(blocks)*2))
	if n := len(pieces(large, pieceSize)); n < 3 || n > len(large)/pieceSize+1 {
		t.Errorf("%d pieces of %d bytes", n, len(large))
	}
	body, diags := parseNative("main.tf", large)
	if diags != nil {
		t.Fatal(diags)
	}
	sameAsWhole(t, body, large)
	if _, diags := parseNative("main.tf", append(large, "locals {\n"...)); !diags.HasErrors() || diags[0].Subject.Start.Line < 100 {
		t.Errorf("a block without an end: %v", diags)
	}
}

func sameAsWhole(t *testing.T, body *hclsyntax.Body, src []byte) {
	t.Helper()
	whole, diags := hclsyntax.ParseConfig(src, "main.tf", hcl.InitialPos)
	if len(diags) > 0 {
		t.Fatalf("%q in pieces has no complaint, as a whole: %v", src, diags)
	}
	if !reflect.DeepEqual(body, whole.Body) {
		t.Errorf("%q is another configuration in pieces", src)
	}
}

// FuzzPieces holds a file in pieces against the same as a whole.
func FuzzPieces(f *testing.F) {
	for _, test := range betweenBlocks {
		f.Add([]byte(strings.Replace(blocks, "%", test.text, 1)))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if parsable(src, false) != nil {
			return
		}
		if body, ok := parsePieces("main.tf", src, 1); ok {
			sameAsWhole(t, body, src)
		}
	})
}
