package tffunc

import (
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"unicode/utf8"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/google/uuid"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/ssh"
)

// digest computes the text of a hash.
type digest func(src []byte) string

// The hash functions by name. Each also has a form that reads a file.
var (
	hexMD5       digest = func(src []byte) string { h := md5.Sum(src); return hex.EncodeToString(h[:]) }
	hexSHA1      digest = func(src []byte) string { h := sha1.Sum(src); return hex.EncodeToString(h[:]) }
	hexSHA256    digest = func(src []byte) string { h := sha256.Sum256(src); return hex.EncodeToString(h[:]) }
	hexSHA512    digest = func(src []byte) string { h := sha512.Sum512(src); return hex.EncodeToString(h[:]) }
	base64SHA256 digest = func(src []byte) string { h := sha256.Sum256(src); return base64.StdEncoding.EncodeToString(h[:]) }
	base64SHA512 digest = func(src []byte) string { h := sha512.Sum512(src); return base64.StdEncoding.EncodeToString(h[:]) }
)

func (d digest) ofString() function.Function {
	return pure(cty.String, mapped(func(s string) string { return d([]byte(s)) }), "str")
}

func digestFunctions() map[string]function.Function {
	return map[string]function.Function{
		"base64sha256": base64SHA256.ofString(),
		"base64sha512": base64SHA512.ofString(),
		"bcrypt":       bcryptHash,
		"md5":          hexMD5.ofString(),
		"rsadecrypt":   pure(cty.String, rsaDecrypt, "ciphertext", "privatekey"),
		"sha1":         hexSHA1.ofString(),
		"sha256":       hexSHA256.ofString(),
		"sha512":       hexSHA512.ofString(),
		"uuidv5":       pure(cty.String, uuidV5, "namespace", "name"),
	}
}

// bcryptHash is salted, so its result is known only at apply.
var bcryptHash = define(signature{
	params: []function.Parameter{text("str")},
	rest:   func() *function.Parameter { p := number("cost"); return &p }(),
	result: cty.String,
}, func(args []cty.Value) (cty.Value, error) {
	if len(args) > 2 {
		return cty.NilVal, errors.New("bcrypt takes one or two arguments")
	}
	if len(args) == 2 {
		var cost int
		if err := gocty.FromCtyValue(args[1], &cost); err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		if cost > bcrypt.MaxCost {
			return cty.NilVal, function.NewArgErrorf(1, "the cost must not be above %d", bcrypt.MaxCost)
		}
	}
	if len(args[0].AsString()) > 72 {
		return cty.NilVal, function.NewArgErrorf(0, "bcrypt hashes at most 72 bytes")
	}
	return cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.ApplyTime, Subject: "bcrypt()"}), nil
})

func rsaDecrypt(args []cty.Value) (cty.Value, error) {
	src, err := base64.StdEncoding.DecodeString(args[0].AsString())
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(0, "the ciphertext is not valid base64")
	}
	// No error below repeats what the parser or the cipher say: it could tell of the key.
	raw, err := ssh.ParseRawPrivateKey([]byte(args[1].AsString()))
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(1, "not a private key in PEM form, or one that needs a password")
	}
	key, ok := raw.(*rsa.PrivateKey)
	if !ok {
		return cty.NilVal, function.NewArgErrorf(1, "not an RSA key")
	}
	out, err := rsa.DecryptPKCS1v15(nil, key, src)
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(0, "the ciphertext cannot be decrypted with this key")
	}
	if !utf8.Valid(out) {
		return cty.NilVal, function.NewArgErrorf(0, "the cleartext is not UTF-8")
	}
	return cty.StringVal(string(out)), nil
}

func uuidV5(args []cty.Value) (cty.Value, error) {
	spaces := map[string]uuid.UUID{
		"dns": uuid.NameSpaceDNS, "url": uuid.NameSpaceURL, "oid": uuid.NameSpaceOID, "x500": uuid.NameSpaceX500,
	}
	space, ok := spaces[args[0].AsString()]
	if !ok {
		parsed, err := uuid.Parse(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "%q is neither a UUID nor dns, url, oid or x500", args[0].AsString())
		}
		space = parsed
	}
	return cty.StringVal(uuid.NewSHA1(space, []byte(args[1].AsString())).String()), nil
}
