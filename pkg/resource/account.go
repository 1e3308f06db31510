package resource

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// placing are the settings of provider blocks that say where and how resources are made, not in whose account: a
// configuration for a second region that differs in nothing else works in the same account.
var placing = []string{"default_labels", "default_tags", "features", "ignore_tags", "location", "max_retries", "region", "zone"}

// PinnedAccount is the account that a configuration cannot but work in: the only one that it allows, that of the last role that it
// assumes, its subscription or its project. Empty where nothing says so.
func (p *Provider) PinnedAccount() string {
	values := p.plainValues()
	if allowed := elementsOf(values, "allowed_account_ids"); len(allowed) == 1 {
		if id := textOf(allowed[0]); id != "" {
			return id
		}
	}
	if roles := elementsOf(values, "assume_role"); len(roles) > 0 {
		if parts := strings.SplitN(stringOf(roles[len(roles)-1], "role_arn"), ":", 6); len(parts) == 6 && parts[0] == "arn" {
			return parts[4]
		}
	}
	if subscription := stringOf(values, "subscription_id"); subscription != "" {
		return strings.ToLower(subscription)
	}
	return stringOf(values, "project")
}

// Identity is equal for the configurations of one root that surely give a setting, such as account, the same value: those that differ
// in nothing that may choose an account. A setting that says where resources are made is each configuration's own.
func (p *Provider) Identity(setting string) string {
	if !slices.Contains(placing, setting) {
		if digest, ok := p.credentials(); ok {
			return digest
		}
	}
	return p.Config
}

// credentials are the settings of a provider block that may choose an account, as a digest. False where one of them is not known:
// then nothing says that another configuration has the same.
func (p *Provider) credentials() (string, bool) {
	values := p.plainValues()
	if !values.IsKnown() || values.IsNull() || !values.Type().IsObjectType() {
		return "", false
	}
	digest := sha256.New()
	digest.Write([]byte(p.Source))
	for _, name := range slices.Sorted(maps.Keys(values.Type().AttributeTypes())) {
		v := values.GetAttr(name)
		if slices.Contains(placing, name) || isUnset(v) {
			continue
		}
		if !v.IsWhollyKnown() {
			return "", false
		}
		digest.Write([]byte("\n" + name + "=" + v.GoString()))
	}
	return hex.EncodeToString(digest.Sum(nil)), true
}

func (p *Provider) plainValues() cty.Value {
	if p.Values == cty.NilVal {
		return cty.EmptyObjectVal
	}
	values, _ := p.Values.UnmarkDeep()
	return values
}

// attributeOf is an attribute of an object that is known and set.
func attributeOf(object cty.Value, name string) (cty.Value, bool) {
	if !object.IsKnown() || object.IsNull() || !object.Type().IsObjectType() || !object.Type().HasAttribute(name) {
		return cty.NilVal, false
	}
	v := object.GetAttr(name)
	return v, v.IsKnown() && !v.IsNull()
}

func elementsOf(object cty.Value, name string) []cty.Value {
	v, ok := attributeOf(object, name)
	if !ok || !v.Type().IsTupleType() && !v.Type().IsListType() && !v.Type().IsSetType() {
		return nil
	}
	return v.AsValueSlice()
}

func stringOf(object cty.Value, name string) string {
	v, ok := attributeOf(object, name)
	if !ok {
		return ""
	}
	return textOf(v)
}

// textOf is a known value as text, "" where it is none.
func textOf(v cty.Value) string {
	s, err := convert.Convert(v, cty.String)
	if err != nil || !s.IsKnown() || s.IsNull() {
		return ""
	}
	return s.AsString()
}

// isUnset reports whether nothing is written: a null, or no block.
func isUnset(v cty.Value) bool {
	return v.IsNull() || v.IsKnown() && v.CanIterateElements() && v.LengthInt() == 0
}
