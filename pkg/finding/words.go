package finding

import "fmt"

// Counted counts things in words: 1 verdict, 2 verdicts. The noun takes an s for several.
func Counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
