package tffunc

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
)

func encodingFunctions() map[string]function.Function {
	return map[string]function.Function{
		"base64decode":     pure(cty.String, base64Decode, "str"),
		"base64encode":     pure(cty.String, mapped(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }), "str"),
		"base64gzip":       pure(cty.String, base64Gzip, "str"),
		"csvdecode":        keep(stdlib.CSVDecodeFunc),
		"jsondecode":       jsonDecode,
		"jsonencode":       jsonEncode,
		"textdecodebase64": pure(cty.String, textDecode, "source", "encoding"),
		"textencodebase64": pure(cty.String, textEncode, "string", "encoding"),
		"urlencode":        pure(cty.String, mapped(url.QueryEscape), "str"),
		"yamldecode":       yamlDecode,
		"yamlencode":       yamlEncode,
	}
}

// mapped lifts a function of strings.
func mapped(f func(string) string) func(args []cty.Value) (cty.Value, error) {
	return func(args []cty.Value) (cty.Value, error) { return cty.StringVal(f(args[0].AsString())), nil }
}

func base64Decode(args []cty.Value) (cty.Value, error) {
	src, err := base64.StdEncoding.DecodeString(args[0].AsString())
	if err != nil {
		return cty.NilVal, fmt.Errorf("decode base64: %w", err)
	}
	if !utf8.Valid(src) {
		return cty.NilVal, errors.New("the decoded bytes are not UTF-8, which strings have to be")
	}
	return cty.StringVal(string(src)), nil
}

func base64Gzip(args []cty.Value) (cty.Value, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(args[0].AsString())); err != nil {
		return cty.NilVal, fmt.Errorf("compress: %w", err)
	}
	if err := w.Flush(); err != nil {
		return cty.NilVal, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return cty.NilVal, fmt.Errorf("compress: %w", err)
	}
	return cty.StringVal(base64.StdEncoding.EncodeToString(b.Bytes())), nil
}

// charset finds an encoding by its IANA name.
func charset(name string) (encoding.Encoding, error) {
	enc, err := ianaindex.IANA.Encoding(name)
	if err != nil || enc == nil {
		return nil, function.NewArgErrorf(1, "%q is not a supported IANA encoding name", name)
	}
	return enc, nil
}

func textEncode(args []cty.Value) (cty.Value, error) {
	enc, err := charset(args[1].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	out, err := enc.NewEncoder().Bytes([]byte(args[0].AsString()))
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(0, "a character has no place in the encoding %s", args[1].AsString())
	}
	return cty.StringVal(base64.StdEncoding.EncodeToString(out)), nil
}

func textDecode(args []cty.Value) (cty.Value, error) {
	enc, err := charset(args[1].AsString())
	if err != nil {
		return cty.NilVal, err
	}
	src, err := base64.StdEncoding.DecodeString(args[0].AsString())
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(0, "not valid base64: %s", err)
	}
	out, err := enc.NewDecoder().Bytes(src)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return cty.NilVal, function.NewArgErrorf(0, "the bytes are not valid in the encoding %s", args[1].AsString())
	}
	return cty.StringVal(string(out)), nil
}
