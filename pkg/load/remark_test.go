package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// TestRemarks says of every comment that begins with ! where its text stands, and on what it stands.
func TestRemarks(t *testing.T) {
	const src = `# ! above a block
resource "x" "y" {
  # ! above an attribute
  # another comment
  a = 1 // ! behind an attribute

  # ! above nothing

  b = {
    c = 2     # ! behind an item
    # ! above an item of two lines
    d = [
      3, /* ! behind an element */ 4,
    ]
  }           # ! behind a brace
  nested { # ! behind a header
    e = "# ! in a text"
  }
  f = <<-EOT
    # ! in a heredoc
  EOT
  /* ! before an attribute */ g = "患" # ! 患 behind wide text
}

locals { h = 1 } #! on one line
/*
  ! over
  two lines
*/
module "m" {
  source = "./m" # not wanted ! here
}
# ! at the end`
	remarks := Remarks("main.tf", []byte(src), func(text string) bool { return strings.HasPrefix(text, "!") })
	got := make([]string, 0, len(remarks))
	for _, r := range remarks {
		on := "nothing"
		if r.On.Block != "" {
			on = fmt.Sprintf("%s at %s", r.On.Block, short(r.On.Header))
			if !r.On.Whole {
				on = short(r.On.Range) + " of " + on
			}
		}
		got = append(got, fmt.Sprintf("%s %s: %s", short(r.Range), strings.Join(strings.Fields(r.Text), " "), on))
	}
	want := []string{
		"1:3-1:18 ! above a block: resource at 2:1-2:17",
		"3:5-3:25 ! above an attribute: 5:3-5:8 of resource at 2:1-2:17",
		"5:12-5:33 ! behind an attribute: 5:3-5:8 of resource at 2:1-2:17",
		"7:5-7:20 ! above nothing: nothing",
		"10:17-10:33 ! behind an item: 10:5-10:10 of resource at 2:1-2:17",
		"11:7-11:35 ! above an item of two lines: 12:5-14:6 of resource at 2:1-2:17",
		"13:13-13:32 ! behind an element: 13:7-13:37 of resource at 2:1-2:17",
		"15:17-15:33 ! behind a brace: nothing",
		"16:14-16:31 ! behind a header: 16:3-18:4 of resource at 2:1-2:17",
		"22:6-22:27 ! before an attribute: 22:31-22:38 of resource at 2:1-2:17",
		"22:41-22:61 ! 患 behind wide text: 22:31-22:38 of resource at 2:1-2:17",
		"25:19-25:32 ! on one line: locals at 25:1-25:7",
		"27:3-28:12 ! over two lines: module at 30:1-30:11",
		"33:3-33:15 ! at the end: nothing",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func short(r hcl.Range) string {
	return fmt.Sprintf("%d:%d-%d:%d", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column)
}
