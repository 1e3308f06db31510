package agreement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Seen is what a configuration shows of a vendor. Each list is sorted.
type Seen struct {
	// Vendor is what people call whoever has it: AWS, Wasabi.
	Vendor string
	// Accounts are the ids that provider blocks are bound to; Others those that records go to, or that are let in, beside these.
	Accounts, Others []string
	// Regions are where things are, for people: "us-east-1 (US)". Services are named as in the lists of eligible services.
	Regions, Services []string
}

// Draft is a file for the practice to fill in. It states which vendors there are, and nothing else: every term is a question, a
// key behind a comment sign, with what was seen that may be its answer.
func Draft(seen []Seen) string {
	d := &draft{}
	d.text(draftHead)
	for _, s := range seen {
		d.vendor(s)
	}
	d.text(draftTail)
	var regions []string
	for _, s := range seen {
		regions = append(regions, s.Regions...)
	}
	if len(regions) > 0 {
		slices.Sort(regions)
		d.wrapped("The configuration uses", slices.Compact(regions))
	}
	d.text(draftTerms)
	return d.String()
}

const draftHead = `# yaml-language-server: $schema=https://raw.githubusercontent.com/baalint/baalint/main/docs/baa.schema.json
#
# The business associate agreements of the practice, as baalint reads them. baalint init wrote the names of the vendors that the
# configuration uses. Everything else is a question: look it up in the signed agreement, take the # away and write the answer.
# A date is written year-month-day. A term that is left out stays open in every report.

# covered_entity:              # The practice, as the agreements name it.

vendors:
`

const draftTail = `  # Anybody else who holds PHI or its backups needs an entry, too:
  # - name:

# What the agreements ask for in all, held against the configuration.

# places:
#   permitted: []              # Where may PHI be? Countries (US), EU, or regions. Left out: [US].
`

const draftTerms = `
# accounts:
#   permitted: []              # Accounts that may hold PHI, beside those of the vendors' agreements.

# recovery:
#   rpo_hours:                 # The recovery point objective: how many hours of work may be lost? Left out: 24.
#   rto_hours:                 # The recovery time objective: within how many hours is all restored? none where none is agreed.

# retention:
#   minimum_days:              # How long are backups kept at least? Left out: 30.
#   maximum_days:              # How long at most? Left out: no maximum.
#   immutable:                 # true where nobody may be able to delete them before, else false. Left out: true.
#   logs_days:                 # How long are logs kept that show who did what? Left out: not agreed.

# transit:
#   minimum_tls:               # "1.2" or "1.3". Left out: "1.2".

# keys:
#   customer_managed:          # true where the practice must hold the keys itself, else false. Left out: true.
#   hsm:                       # true where keys must be in hardware security modules, else false. Left out: false.
#   rotation_days:             # After how many days is a key rotated at the latest? Left out: 365.
#   deletion_window_days:      # How many days lie between the request to delete a key and its destruction? Left out: 30.

# data_classes:                # Kinds of data for which more is agreed, told by a tag of the stores that hold them.
#   - name:
#     tag: {key: , value: }
#     rpo_hours:
#     rto_hours:
#     retention_minimum_days:

# practice:
#   risk_assessment:           # When did the practice last assess its risks? A date, or none.
#   restore_test:              # When did it last restore a backup to see whether it can? A date, or none.
#   asset_inventory:           # These four are asked by proposed law alone. When was the inventory of systems last reviewed?
#   compliance_audit:          # When did the practice last audit itself by the Security Rule?
#   penetration_test:          # When were its systems last tested for penetration?
#   vulnerability_scan:        # When were they last scanned for vulnerabilities?
`

const draftVendor = `    # signed:                  # When was it signed? A date, or none.
    # reviewed:                # When was it last reviewed? A date, or none.
    # expires:                 # When does it end? A date, or never where it runs until it is ended.
`

const draftAgreed = `    # places: []               # Where may this vendor keep PHI? Left out: places.permitted.
    # breach_notice_hours:     # Within how many hours of its discovery is a breach reported? none where it does not say.
    # contingency_notice_hours: # Within how many hours does it tell that it turned to its contingency plan? Asked by proposed law alone.
    # forensic_support:        # Does the vendor help to investigate an incident? true or false.
    # uptime_percent:          # What uptime does it commit to? none where it does not say.
    # termination:             # What becomes of PHI at the end? termination: none where it does not say.
    #   action:                # return, destroy, or return and destroy
    #   within_days:
    #   certificate:           # Is the destruction certified in writing? true or false.
    # attestations:            # The last of each, a date, or none where the vendor has none.
    #   soc2_type2:            # The end of the period that the report covers.
    #   iso27001:              # The certification or surveillance audit.
    #   hitrust:               # The certification or interim assessment.
    #   penetration_test:
    #   risk_assessment:
    # verified:                # When did it last confirm its technical safeguards in writing? Asked by proposed law alone.
    # diligence:               # When were its finances and references last looked at? A date, or none.
    # responsibilities:        # Who answers for which control? responsibilities: none where there is no such matrix.
    #   - control:
    #     party:               # practice, vendor or both
`

const draftSubcontractors = `    # subcontractors:          # Who further down can reach PHI? subcontractors: none where nobody can.
    #   - name:
    #     accounts: []
    #     signed:              # When was its own agreement signed? A date, or none.
    #     expires:             # A date, or never.
    #     verified:            # When did it last confirm its safeguards to the vendor? Asked by proposed law alone.
`

const draftChanges = `    # service_changes:         # Has a service come under the agreement, or left it, since the vendor's list was made?
    #   - service:             # as the list names it
    #     covered:             # true or false
    #     reason:              # an amendment, a letter of the vendor
    #     date:                # from when on
`

type draft struct{ strings.Builder }

func (d *draft) text(text string) { d.WriteString(text) }

func (d *draft) vendor(s Seen) {
	fmt.Fprintf(d, "  - name: %s\n", s.Vendor)
	d.text(draftVendor)
	d.seen("accounts", s.Accounts, "Which ids are under it: organisations, accounts, subscriptions, projects, tenants?",
		"Which ids are under it? The configuration is bound to these.")
	d.seen("services", s.Services, "Which services does it cover? Left out: all on the vendor's own list.",
		"Which services does it cover? Left out: all on the vendor's own list. In use:")
	d.text(draftChanges)
	d.text(draftAgreed)
	d.text(draftSubcontractors)
	if len(s.Others) > 0 {
		d.text("    # Records go to these accounts, or they are let in. Whose are they?\n")
		for _, account := range s.Others {
			fmt.Fprintf(d, "    #   %s\n", strconv.Quote(account))
		}
	}
	d.text("\n")
}

// seen is a key of a vendor with what was seen that may be its value.
func (d *draft) seen(key string, values []string, question, questionSeen string) {
	if len(values) == 0 {
		fmt.Fprintf(d, "%-30s # %s\n", "    # "+key+": []", question)
		return
	}
	fmt.Fprintf(d, "%-30s # %s\n", "    # "+key+":", questionSeen)
	for _, value := range values {
		fmt.Fprintf(d, "    #   - %s\n", strconv.Quote(value))
	}
}

// wrapped is a comment that lists things, in lines that fit a screen.
func (d *draft) wrapped(lead string, values []string) {
	line := "#   # " + lead + " "
	for i, value := range values {
		end := ", "
		if i == len(values)-1 {
			end = "."
		}
		if len(line)+len(value)+len(end) > 120 {
			d.text(strings.TrimRight(line, " ") + "\n")
			line = "#   # "
		}
		line += value + end
	}
	d.text(line + "\n")
}
