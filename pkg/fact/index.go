package fact

import (
	"slices"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// index finds facts by the address of the resource that yields them, or that is a part of them, and by name. Every look-up
// takes the same time however many facts there are.
type index struct {
	exact map[addressKey][]*Fact
	// starred and plain hold the same facts under addresses without instance keys: those whose own keys are unknown, and
	// the others.
	starred, plain map[addressKey][]located
	names          map[nameKey][]*Fact
}

type addressKey struct{ root, concept, address string }

type located struct {
	keys []instanceKey
	fact *Fact
}

// nameKey is a name at one of the tiers of byName; what a tier does not compare is empty.
type nameKey struct {
	tier                  int
	data                  bool
	concept, name         string
	root, account, region string
}

func newIndex() *index {
	return &index{
		exact: map[addressKey][]*Fact{}, starred: map[addressKey][]located{}, plain: map[addressKey][]located{},
		names: map[nameKey][]*Fact{},
	}
}

// instanceKey is a key in brackets and where it stands in the address without keys.
type instanceKey struct {
	offset int
	key    string
}

// splitKeys takes the instance keys out of an address: module.a["x"].aws_b.c[0].
func splitKeys(address string) (base string, keys []instanceKey) {
	if !strings.Contains(address, "[") {
		return address, nil
	}
	var b strings.Builder
	for i := 0; i < len(address); i++ {
		if address[i] != '[' {
			b.WriteByte(address[i])
			continue
		}
		end := keyEnd(address, i+1)
		keys = append(keys, instanceKey{b.Len(), address[i+1 : end]})
		i = end
	}
	return b.String(), keys
}

// keyEnd finds the bracket that closes a key; the key may be a quoted string with brackets in it.
func keyEnd(address string, i int) int {
	quoted := false
	for ; i < len(address); i++ {
		switch {
		case quoted && address[i] == '\\':
			i++
		case address[i] == '"':
			quoted = !quoted
		case address[i] == ']' && !quoted:
			return i
		}
	}
	return len(address)
}

func hasStar(keys []instanceKey) bool {
	return slices.ContainsFunc(keys, func(k instanceKey) bool { return k.key == "*" })
}

// sameKeys reports whether two lists of keys may mean one instance: equal, or unknown on either side. A reference to a whole
// resource has fewer keys.
func sameKeys(a, b []instanceKey) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].offset < b[0].offset:
			a = a[1:]
		case a[0].offset > b[0].offset:
			b = b[1:]
		case a[0].key != b[0].key && a[0].key != "*" && b[0].key != "*":
			return false
		default:
			a, b = a[1:], b[1:]
		}
	}
	return true
}

// addAddress makes a fact known under the address of its resource, or of one of its parts.
func (ix *index) addAddress(root, address string, f *Fact) {
	key := addressKey{root, f.Concept, address}
	if slices.Contains(ix.exact[key], f) {
		return
	}
	ix.exact[key] = append(ix.exact[key], f)
	base, keys := splitKeys(address)
	key.address = base
	if hasStar(keys) {
		ix.starred[key] = append(ix.starred[key], located{keys, f})
	} else {
		ix.plain[key] = append(ix.plain[key], located{keys, f})
	}
}

// yields reports whether the resource of a part has a fact of the same concept: its address means that one, and not what the
// part configures (a bucket that logs into another).
func (ix *index) yields(part *Fact) bool {
	return slices.ContainsFunc(ix.exact[addressKey{part.Root, part.Concept, part.Address}], func(f *Fact) bool { return f.Resource == part.Resource })
}

// byAddress returns the facts of some concepts that a reference to an address finds: those of the very instance, else those
// that may be it.
func (ix *index) byAddress(root, address string, concepts []string) []*Fact {
	var found []*Fact
	for _, concept := range concepts {
		found = append(found, ix.exact[addressKey{root, concept, address}]...)
	}
	if len(found) > 0 {
		return found
	}
	base, keys := splitKeys(address)
	whole := len(keys) == 0 || hasStar(keys)
	for _, concept := range concepts {
		key := addressKey{root, concept, base}
		lists := [][]located{ix.starred[key]}
		if whole {
			lists = append(lists, ix.plain[key])
		}
		for _, l := range slices.Concat(lists...) {
			if sameKeys(keys, l.keys) {
				found = append(found, l.fact)
			}
		}
	}
	return found
}

// Tiers of byName, the nearest first.
const (
	sameRegion = iota // the same root, provider configuration and region
	sameAccount
	sameRoot
	anywhere
	tiers
)

func tierKey(tier int, concept, name string, data bool, root, account, region string) nameKey {
	key := nameKey{tier: tier, data: data, concept: concept, name: name}
	if tier <= sameRoot {
		key.root = root
	}
	if tier <= sameAccount {
		key.account = account
	}
	if tier == sameRegion {
		key.region = region
	}
	return key
}

func (ix *index) addName(name string, f *Fact) {
	region, _ := f.Field("region").Value.(string)
	data := f.Resource.Mode == resource.Data
	for tier := range tiers {
		key := tierKey(tier, f.Concept, name, data, f.Root, f.Resource.Provider.Config, region)
		ix.names[key] = append(ix.names[key], f)
	}
}

// byName finds the fact that a name or an ARN means: of the nearest tier that has any, resources before data sources. Where a tier
// has those of several resources, none is meant surely.
func (ix *index) byName(s string, concepts, types []string, from origin) []*Fact {
	for _, form := range nameForms(s) {
		for tier := range tiers {
			for _, data := range []bool{false, true} {
				if found := ix.atTier(tier, data, form, concepts, types, from); len(found) > 0 {
					return found
				}
			}
		}
	}
	return nil
}

// manyNamesakes are so many facts of one name that none of them is looked at by itself.
const manyNamesakes = 16

// atTier finds the facts of a tier that a name fits, one of each resource, and no more than manyNamesakes.
func (ix *index) atTier(tier int, data bool, form nameForm, concepts, types []string, from origin) []*Fact {
	var found []*Fact
	for _, concept := range concepts {
		for _, f := range ix.names[tierKey(tier, concept, form.name, data, from.root, from.config, from.region)] {
			if f.Address == from.address && f.Root == from.root || !form.fits(f) || !ofType(f, types) {
				continue
			}
			if !slices.ContainsFunc(found, func(other *Fact) bool { return other.Resource == f.Resource }) {
				found = append(found, f)
			}
			if len(found) == manyNamesakes {
				return found
			}
		}
	}
	return found
}

func ofType(f *Fact, types []string) bool {
	return len(types) == 0 || slices.Contains(types, f.Type)
}

// nameForm is a name that a literal may stand for, with what an ARN says of where it is.
type nameForm struct{ name, region, account string }

// nameForms are a literal itself and, for an ARN, the names its resource part may hold.
func nameForms(s string) []nameForm {
	forms := []nameForm{{name: s}}
	parts, ok := splitARN(s)
	if !ok {
		return forms
	}
	name := strings.TrimSuffix(parts[5], ":*")
	add := func(name string) {
		if name != "" && !strings.ContainsAny(name, "*?") {
			forms = append(forms, nameForm{name, parts[3], parts[4]})
		}
	}
	add(name)
	_, afterColon, colon := strings.Cut(name, ":")
	if colon {
		add(afterColon)
	}
	if _, afterSlash, ok := strings.Cut(name, "/"); ok && !colon {
		add(afterSlash)
	}
	return forms
}

// fits reports whether a fact may be in the region and account of the ARN.
func (n nameForm) fits(f *Fact) bool {
	if !agrees(n.region, f.Field("region")) {
		return false
	}
	return isNumber(n.account) && !isAccount(f.Field("account")) || agrees(n.account, f.Field("account"))
}

func agrees(want string, field Field) bool {
	have, ok := field.Value.(string)
	return want == "" || !field.Known || !ok || have == want
}

// isAccount tells a literal account number from the symbol of a provider configuration.
func isAccount(field Field) bool {
	s, ok := field.Value.(string)
	return ok && isNumber(s)
}

func isNumber(account string) bool {
	return len(account) == 12 && strings.Trim(account, "0123456789") == ""
}
