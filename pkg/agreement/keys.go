package agreement

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// key is one key of the file: a section with keys of its own, or a term with the function that reads it.
type key struct {
	name string
	keys []key
	read func(r *reader, path string, value ast.Node)
}

// document is the whole file; docs/baa.schema.json says the same to editors.
var document = []key{
	{name: "places", keys: []key{{name: "permitted", read: readPlaces}}},
	{name: "accounts", keys: []key{{name: "permitted", read: readAccounts}}},
	{name: "recovery", keys: []key{{name: "rpo_hours", read: readRPO}}},
	{name: "retention", keys: []key{
		{name: "minimum_days", read: days(longestDays, func(t *Terms) *int { return &t.RetentionMinDays })},
		{name: "maximum_days", read: days(longestDays, func(t *Terms) *int { return &t.RetentionMaxDays })},
	}},
	{name: "transit", keys: []key{{name: "minimum_tls", read: readTLS}}},
	{name: "keys", keys: []key{
		{name: "rotation_days", read: days(3650, func(t *Terms) *int { return &t.KeyRotationDays })},
		{name: "deletion_window_days", read: days(365, func(t *Terms) *int { return &t.KeyDeletionDays })},
	}},
}

const (
	longestDays  = 36500 // a hundred years: more is a slip of the pen
	longestHours = 8784  // a leap year
)

var (
	regionName  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*( [A-Za-z0-9-]+)*$`)
	accountName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]*$`)
)

func readPlaces(r *reader, path string, value ast.Node) {
	r.terms.Regions = r.texts(path, value, func(text string) error {
		switch {
		case len(text) == 2 && text == strings.ToUpper(text):
			return knownCountry(text)
		case len(text) == 2 && knownCountry(strings.ToUpper(text)) == nil:
			return fmt.Errorf("is not written as a country code is: %s", strings.ToUpper(text))
		case len(text) < 2 || len(text) > 64 || !regionName.MatchString(text):
			return fmt.Errorf("must be the name of a region or an ISO 3166 country code of two letters")
		}
		return nil
	})
}

func readAccounts(r *reader, path string, value ast.Node) {
	r.terms.Accounts = r.texts(path, value, func(text string) error {
		if len(text) > 128 || !accountName.MatchString(text) {
			return fmt.Errorf("must be the id of an account, a subscription or a project")
		}
		return nil
	})
}

func readRPO(r *reader, path string, value ast.Node) {
	number, ok := r.number(path, value)
	if !ok {
		return
	}
	if number <= 0 || number > longestHours {
		r.refuse(value, "%s must be more than 0 and at most %d hours", path, longestHours)
		return
	}
	r.terms.RPOHours = number
}

func readTLS(r *reader, path string, value ast.Node) {
	text, ok := scalarText(value)
	if !ok || text != "1.2" && text != "1.3" {
		r.refuse(value, "%s must be \"1.2\" or \"1.3\"", path)
		return
	}
	r.terms.MinTLS = text
}

// days reads a whole number of days from 1 to a bound.
func days(highest int, term func(*Terms) *int) func(*reader, string, ast.Node) {
	return func(r *reader, path string, value ast.Node) {
		number, ok := r.number(path, value)
		if !ok {
			return
		}
		whole := int(number)
		if float64(whole) != number || whole < 1 || whole > highest {
			r.refuse(value, "%s must be a whole number of days from 1 to %d", path, highest)
			return
		}
		*term(&r.terms) = whole
	}
}

// countries are the officially assigned ISO 3166-1 alpha-2 codes, and EU.
const countries = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE
NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
ZA ZM ZW`

func knownCountry(code string) error {
	for _, known := range strings.Fields(countries) {
		if code == known {
			return nil
		}
	}
	if code == "UK" {
		return fmt.Errorf("is no ISO 3166 country code; the United Kingdom is GB")
	}
	return fmt.Errorf("is no ISO 3166 country code")
}
