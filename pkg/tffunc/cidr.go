package tffunc

import (
	"errors"
	"math/big"
	"net"
	"strings"

	"github.com/apparentlymart/go-cidr/cidr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

func cidrFunctions() map[string]function.Function {
	return map[string]function.Function{
		"cidrhost":    define(signature{params: []function.Parameter{text("prefix"), number("hostnum")}, result: cty.String}, cidrHost),
		"cidrnetmask": define(signature{params: []function.Parameter{text("prefix")}, result: cty.String}, cidrNetmask),
		"cidrsubnet": define(signature{params: []function.Parameter{text("prefix"), number("newbits"), number("netnum")}, result: cty.String},
			cidrSubnet),
		"cidrsubnets": define(signature{
			params: []function.Parameter{text("prefix")},
			rest:   func() *function.Parameter { p := number("newbits"); return &p }(),
			result: cty.List(cty.String),
		}, cidrSubnets),
	}
}

// network parses a CIDR prefix. Terraform reads octets with leading zeros as decimal, where Go refuses them.
func network(prefix string) (*net.IPNet, error) {
	address, size, _ := strings.Cut(prefix, "/")
	if !strings.Contains(address, ":") {
		octets := strings.Split(address, ".")
		for i, octet := range octets {
			if trimmed := strings.TrimLeft(octet, "0"); trimmed != "" || octet == "" {
				octets[i] = trimmed
			} else {
				octets[i] = "0"
			}
		}
		prefix = strings.Join(octets, ".") + "/" + size
	}
	_, n, err := net.ParseCIDR(prefix)
	if err != nil {
		return nil, function.NewArgErrorf(0, "not a valid CIDR prefix: %s", err)
	}
	return n, nil
}

// whole reads a whole number of any size that addresses can have.
func whole(arg int, v cty.Value) (*big.Int, error) {
	f := v.AsBigFloat()
	if !f.IsInt() || f.MantExp(nil) > 256 {
		return nil, function.NewArgErrorf(arg, "a whole number is required")
	}
	n, _ := f.Int(nil)
	return n, nil
}

func cidrHost(args []cty.Value) (cty.Value, error) {
	host, err := whole(1, args[1])
	if err != nil {
		return cty.NilVal, err
	}
	n, err := network(args[0].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	if _, bits := n.Mask.Size(); host.BitLen() > bits {
		return cty.NilVal, function.NewArgErrorf(1, "no address has a host numbered %s", host)
	}
	ip, err := cidr.HostBig(n, host)
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	return cty.StringVal(ip.String()), nil
}

func cidrNetmask(args []cty.Value) (cty.Value, error) {
	n, err := network(args[0].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	if n.IP.To4() == nil {
		return cty.NilVal, function.NewArgErrorf(0, "IPv6 networks have no netmask")
	}
	return cty.StringVal(net.IP(n.Mask).String()), nil
}

func cidrSubnet(args []cty.Value) (cty.Value, error) {
	var bits int
	if err := gocty.FromCtyValue(args[1], &bits); err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	number, err := whole(2, args[2])
	if err != nil {
		return cty.NilVal, err
	}
	n, err := network(args[0].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	size, total := n.Mask.Size()
	if bits < -size || bits > total-size {
		return cty.NilVal, function.NewArgErrorf(1, "there is no room for %d more bits", bits)
	}
	if number.BitLen() > size+bits {
		return cty.NilVal, function.NewArgErrorf(2, "a prefix of %d bits has no room for a subnet numbered %s", size+bits, number)
	}
	sub, err := cidr.SubnetBig(n, bits, number)
	if err != nil {
		return cty.NilVal, function.NewArgError(2, err)
	}
	return cty.StringVal(sub.String()), nil
}

func cidrSubnets(args []cty.Value) (cty.Value, error) {
	n, err := network(args[0].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	sizes := args[1:]
	if len(sizes) == 0 {
		return cty.ListValEmpty(cty.String), nil
	}
	start, total := n.Mask.Size()
	out := make([]cty.Value, len(sizes))
	var current *net.IPNet
	for i, arg := range sizes {
		var bits int
		if err := gocty.FromCtyValue(arg, &bits); err != nil {
			return cty.NilVal, function.NewArgError(i+1, err)
		}
		if bits < 1 || bits > 32 || start+bits > total {
			return cty.NilVal, function.NewArgErrorf(i+1, "a prefix of %d bits cannot grow by %d bits; from 1 to 32 are possible within %d", start, bits, total)
		}
		if current == nil {
			current, _ = cidr.PreviousSubnet(n, start+bits)
		}
		next, wrapped := cidr.NextSubnet(current, start+bits)
		if wrapped || !n.Contains(next.IP) {
			return cty.NilVal, function.NewArgError(i+1, errors.New("no room is left for this subnet"))
		}
		current = next
		out[i] = cty.StringVal(next.String())
	}
	return cty.ListVal(out), nil
}
