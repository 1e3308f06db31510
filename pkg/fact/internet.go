package fact

import (
	"net/netip"

	"github.com/zclconf/go-cty/cty"
)

// internet reports whether a range of addresses takes in so much of the internet that nobody has it to himself: half of it as well as all. No
// registry gives anyone more than a /8 of IPv4, and registries themselves have /12 of IPv6. False for what is no range.
func internet(args []cty.Value) (cty.Value, error) {
	v, marks := args[0].Unmark()
	if v.IsNull() || !v.IsKnown() {
		return unknownOrNull(v, cty.Bool).WithMarks(marks), nil
	}
	text, _ := asString(v)
	prefix, err := netip.ParsePrefix(text)
	return cty.BoolVal(err == nil && wide(prefix)).WithMarks(marks), nil
}

func wide(prefix netip.Prefix) bool {
	address := prefix.Addr()
	switch {
	case address.Is4():
		return prefix.Bits() < 8
	case address.Is4In6():
		return prefix.Bits() < 96+8
	}
	return prefix.Bits() < 12 && address.As16()[0] < 0xf0 // from there on they are local, or for many
}
