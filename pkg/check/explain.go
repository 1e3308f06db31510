package check

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/agreement"
	"github.com/baalint/baalint/policies"
)

// exampleLines bounds the lines of an example: what surrounds the block it is about is left out beyond them.
const exampleLines = 40

// shown is Terraform of one cloud that a rule fails or passes.
type shown struct{ fails, passes string }

// exampleOf cuts an example out of a rule's own tests: the first block that fails, the first of its type that passes, and with each
// the blocks that it names or that name it. Rules of the user's own have none.
func exampleOf(rule, cloud string) shown {
	data, err := fs.ReadFile(policies.FS, "rules/"+strings.ReplaceAll(rule, "-", "_")+"/examples.txtar")
	if err != nil {
		return shown{}
	}
	folders := foldersOf(txtar.Parse(data), cloud)
	var found shown
	var kind string
	for _, blocks := range folders {
		if i := slices.IndexFunc(blocks, func(b exampleBlock) bool { return b.wants == "fail" }); i >= 0 {
			found.fails, kind = surrounded(blocks, i), blocks[i].kind
			break
		}
	}
	for _, same := range []bool{true, false} { // of the same type if there is any
		for _, blocks := range folders {
			i := slices.IndexFunc(blocks, func(b exampleBlock) bool { return b.wants == "" && b.kind != "" && (b.kind == kind || !same) })
			if i >= 0 && found.passes == "" && found.fails != "" {
				found.passes = surrounded(blocks, i)
			}
		}
	}
	return found
}

// exampleBlock is a top-level block of an example.
type exampleBlock struct {
	text string
	// kind is the type of a resource with its keyword, name its address; kind is "backend" for a terraform block with one. Both are
	// "" for other blocks.
	kind, name string
	wants      string // fail, open, or "" for a block without such a line
}

// foldersOf takes the folders of one cloud apart, in the order of the archive.
func foldersOf(archive *txtar.Archive, cloud string) [][]exampleBlock {
	var names []string
	folders := map[string][]exampleBlock{}
	judged := slices.ContainsFunc(archive.Files, judgesAgreement)
	for _, file := range archive.Files {
		folder, name, _ := strings.Cut(file.Name, "/")
		isAgreement := name == agreement.FileName && judged
		if !strings.HasPrefix(folder, cloud) || !isAgreement && !strings.HasSuffix(name, ".tf") {
			continue
		}
		if !slices.Contains(names, folder) {
			names = append(names, folder)
		}
		if isAgreement {
			folders[folder] = append(folders[folder], agreementBlock(string(file.Data)))
			continue
		}
		folders[folder] = append(folders[folder], blocksOf(string(file.Data))...)
	}
	out := make([][]exampleBlock, len(names))
	for i, name := range names {
		out[i] = folders[name]
	}
	return out
}

// judgesAgreement tells whether a file is an agreement in which a rule finds a fault.
func judgesAgreement(file txtar.File) bool {
	return strings.HasSuffix(file.Name, "/"+agreement.FileName) && strings.Contains(string(file.Data), "# want fail\n")
}

// agreementBlock is an agreement as one block, after its file's name.
func agreementBlock(text string) exampleBlock {
	b := exampleBlock{kind: agreement.FileName, text: "# " + agreement.FileName}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if m := wanted.FindStringSubmatch(line); m != nil {
			if b.wants != "fail" {
				b.wants = m[1]
			}
			line = strings.TrimSuffix(line, m[0]) + map[string]string{"fail": " # fails"}[m[1]]
		}
		b.text += "\n" + line
	}
	return b
}

var (
	blockHead = regexp.MustCompile(`^(resource|data) "([^"]+)" "([^"]+)"`)
	wanted    = regexp.MustCompile(` *# want (fail|open)$`)
)

// blocksOf splits formatted Terraform into its top-level blocks: each begins in the first column and ends with a brace there.
func blocksOf(text string) []exampleBlock {
	var blocks []exampleBlock
	var lines []string
	var b exampleBlock
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		opens := line != "" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "}")
		if opens {
			b, lines = exampleBlock{}, nil
			if m := blockHead.FindStringSubmatch(line); m != nil {
				b.kind, b.name = m[1]+" "+m[2], strings.TrimPrefix(m[1]+".", "resource.")+m[2]+"."+m[3]
			}
		}
		if strings.HasPrefix(line, `  backend "`) {
			b.kind = "backend"
		}
		if m := wanted.FindStringSubmatch(line); m != nil {
			if b.wants != "fail" {
				b.wants = m[1]
			}
			line = strings.TrimSuffix(line, m[0]) + map[string]string{"fail": " # fails"}[m[1]]
		}
		lines = append(lines, line)
		if strings.HasPrefix(line, "}") || opens && strings.HasSuffix(line, "{}") {
			b.text = strings.Join(lines, "\n")
			blocks = append(blocks, b)
			lines = nil
		}
	}
	return blocks
}

// surrounded is a block with those that it names or that name it, and with theirs, the nearest first, as long as all that is not too
// much to read.
func surrounded(blocks []exampleBlock, at int) string {
	kept, size := []int{at}, strings.Count(blocks[at].text, "\n")
	for next := 0; next < len(kept); next++ {
		near := blocks[kept[next]]
		for i, b := range blocks {
			lines := strings.Count(b.text, "\n") + 2
			related := names(b.text, near.name) || names(near.text, b.name)
			if related && b.wants == "" && size+lines <= exampleLines && !slices.Contains(kept, i) {
				kept, size = append(kept, i), size+lines
			}
		}
	}
	slices.Sort(kept)
	parts := make([]string, len(kept))
	for i, k := range kept {
		parts[i] = blocks[k].text
	}
	return strings.Join(parts, "\n\n")
}

// names tells whether a text holds an address as a whole.
func names(text, address string) bool {
	for address != "" {
		_, after, found := strings.Cut(text, address)
		if !found || after == "" || !isNameByte(after[0]) {
			return found
		}
		text = after
	}
	return false
}

func isNameByte(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// writeExamples prints what fails and what passes, cloud by cloud.
func writeExamples(out *strings.Builder, rule string) {
	for _, cloud := range clouds {
		e := exampleOf(rule, cloud.key)
		for _, part := range []struct{ heading, text string }{{"Fails", e.fails}, {"Passes", e.passes}} {
			if part.text != "" {
				fmt.Fprintf(out, "\n%s, %s\n%s\n", part.heading, cloud.name, indented(part.text))
			}
		}
	}
}
