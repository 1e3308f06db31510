package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/baalint/baalint/pkg/finding"
)

// hashWindow and hashFactor are those of the primaryLocationLineHash that github/codeql-action computes for uploads.
const (
	hashWindow = 100
	hashFactor = 37
	endOfFile  = 0xffff
)

// lineHashes gives the primaryLocationLineHash of every line of a file, the first line first. The hash of a line is the polynomial,
// modulo 2^64, over the hundred UTF-16 code units from its first non-blank one on: blanks and tabs dropped, CR and CRLF read as
// LF, 0xFFFF at the end of the file and zeros after it. The number behind the colon counts equal hashes from the top of the file.
func lineHashes(content []byte) []string {
	units := hashedUnits(content)
	seen := map[uint64]int{}
	var hashes []string
	for start := 0; start < len(units); start++ {
		if start > 0 && units[start-1] != '\n' {
			continue
		}
		var h uint64
		for i := start; i < start+hashWindow; i++ {
			h *= hashFactor
			if i < len(units) {
				h += uint64(units[i])
			}
		}
		seen[h]++
		hashes = append(hashes, strconv.FormatUint(h, 16)+":"+strconv.Itoa(seen[h]))
	}
	return hashes
}

func hashedUnits(content []byte) []uint16 {
	units := make([]uint16, 0, len(content)+1)
	var previous rune
	for _, c := range string(content) {
		switch {
		case c == ' ', c == '\t', c == '\n' && previous == '\r':
		case c == '\r':
			units = append(units, '\n')
		default:
			units = utf16.AppendRune(units, c)
		}
		previous = c
	}
	return append(units, endOfFile)
}

// fingerprint identifies a finding across runs by what it is about: neither the line nor the file takes part, so that moved code and
// renamed files keep their alert, but the root module does, as one names things like the other. Another offending value is
// another finding.
func (o Options) fingerprint(f *finding.Finding) string {
	value := strings.Join(strings.Fields(f.Value), " ")
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, o.inRepository(f.Root), f.Address, f.Field, value}, "\x00")))
	return hex.EncodeToString(sum[:16])
}
