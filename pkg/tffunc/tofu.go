package tffunc

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// tofuFunctions are those that OpenTofu has and Terraform has not.
func tofuFunctions() map[string]function.Function {
	return map[string]function.Function{
		"base64gunzip": pure(cty.String, base64Gunzip, "str"),
		"cidrcontains": define(signature{params: []function.Parameter{text("containing_prefix"), text("contained_ip_or_prefix")}, result: cty.Bool}, cidrContains),
		"urldecode":    pure(cty.String, urlDecode, "str"),
	}
}

func base64Gunzip(args []cty.Value) (cty.Value, error) {
	compressed, err := base64.StdEncoding.DecodeString(args[0].AsString())
	if err != nil {
		return cty.NilVal, fmt.Errorf("decode base64: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return cty.NilVal, fmt.Errorf("decompress: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return cty.NilVal, fmt.Errorf("decompress: %w", err)
	}
	if err := fits("base64gunzip", len(out)); err != nil {
		return cty.NilVal, err
	}
	if !utf8.Valid(out) {
		return cty.NilVal, errors.New("the decompressed bytes are not UTF-8, which strings have to be")
	}
	return cty.StringVal(string(out)), nil
}

func urlDecode(args []cty.Value) (cty.Value, error) {
	decoded, err := url.QueryUnescape(args[0].AsString())
	if err != nil {
		return cty.NilVal, fmt.Errorf("decode URL: %w", err)
	}
	if !utf8.ValidString(decoded) {
		return cty.NilVal, errors.New("the decoded bytes are not UTF-8, which strings have to be")
	}
	return cty.StringVal(decoded), nil
}

// cidrContains holds where an address, or the whole of a prefix, lies in a prefix.
func cidrContains(args []cty.Value) (cty.Value, error) {
	outer, err := network(args[0].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	first, size := net.ParseIP(args[1].AsString()), 128
	if strings.Contains(args[1].AsString(), "/") {
		inner, err := network(args[1].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(1, "%s", err)
		}
		first = inner.IP
		size, _ = inner.Mask.Size()
	}
	if first == nil {
		return cty.NilVal, function.NewArgErrorf(1, "neither an IP address nor a CIDR prefix")
	}
	if (outer.IP.To4() == nil) != (first.To4() == nil) {
		return cty.NilVal, function.NewArgErrorf(1, "an address of the other family: IPv4 and IPv6 cannot contain each other")
	}
	least, _ := outer.Mask.Size()
	return cty.BoolVal(size >= least && outer.Contains(first)), nil
}
