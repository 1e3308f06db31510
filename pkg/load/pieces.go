package load

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/baalint/baalint/pkg/cores"
)

// A large file is parsed in pieces, side by side: HCL turns a whole text into tokens before it parses any of it, which takes a hundred times
// the memory of the text. A piece that parses without complaint ends where its last block ends, so that what follows means the same by itself;
// where there is any complaint the file is parsed as a whole.

const (
	// pieceSize is how many bytes a piece has at least, largeSize a file that is parsed in pieces.
	pieceSize = 4 << 10
	largeSize = 16 << 10
)

// parseNative parses a file of the native syntax.
func parseNative(name string, src []byte) (*hclsyntax.Body, hcl.Diagnostics) {
	if len(src) >= largeSize {
		if body, ok := parsePieces(name, src, pieceSize); ok {
			return body, nil
		}
	}
	parsed, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if parsed == nil {
		return nil, diags
	}
	body, _ := parsed.Body.(*hclsyntax.Body)
	return body, diags
}

// parsePieces parses a file in pieces of size bytes or more. It reports false where the file has to be parsed as a whole.
func parsePieces(name string, src []byte, size int) (*hclsyntax.Body, bool) {
	starts := pieces(src, size)
	if len(starts) == 1 {
		return nil, false
	}
	bodies := make([]*hclsyntax.Body, len(starts))
	cores.Each(len(starts), func(i int, _ *struct{}) {
		end := len(src)
		if i+1 < len(starts) {
			end = starts[i+1].Byte
		}
		parsed, diags := hclsyntax.ParseConfig(src[starts[i].Byte:end], name, starts[i])
		if len(diags) > 0 {
			return
		}
		if body, ok := parsed.Body.(*hclsyntax.Body); ok && len(body.Attributes) == 0 { // attributes may be twice in a body
			bodies[i] = body
		}
	})
	whole := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	for _, body := range bodies {
		if body == nil {
			return nil, false
		}
		whole.Blocks = append(whole.Blocks, body.Blocks...)
	}
	whole.SrcRange = hcl.RangeBetween(bodies[0].SrcRange, bodies[len(bodies)-1].SrcRange)
	whole.EndRange = bodies[len(bodies)-1].EndRange
	return whole, true
}

// pieces are where the pieces of a text begin: at a line that follows the end of what looks like a block.
func pieces(src []byte, size int) []hcl.Pos {
	starts := []hcl.Pos{hcl.InitialPos}
	at := hcl.InitialPos
	for {
		end := bytes.Index(src[at.Byte:], []byte("\n}\n"))
		if end < 0 {
			return starts
		}
		end += at.Byte + len("\n}\n")
		at.Line += bytes.Count(src[at.Byte:end], []byte("\n"))
		at.Byte = end
		if at.Byte-starts[len(starts)-1].Byte >= size && at.Byte < len(src) {
			starts = append(starts, at)
		}
		at.Byte-- // the line feed may begin the end of another block
		at.Line--
	}
}
