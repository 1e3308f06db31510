package tffunc

import "testing"

// The answers are those of OpenTofu's documentation, and what follows from it.
func TestTofuFunctions(t *testing.T) {
	ctx := fixtureScope(t)
	for src, want := range map[string]string{
		`cidrcontains("192.168.2.0/20", "192.168.2.1")`:    "true",
		`cidrcontains("192.168.2.0/20", "192.168.2.0/22")`: "true",
		`cidrcontains("192.168.2.0/20", "192.126.2.1")`:    "false",
		`cidrcontains("192.168.2.0/20", "192.126.2.0/18")`: "false",
		`cidrcontains("192.168.2.0/24", "192.168.2.0/20")`: "false",
		`cidrcontains("fe80::/48", "fe80::1")`:             "true",
		`cidrcontains("fe80::/48", "fe81::1")`:             "false",
		`cidrcontains("fe80::/48", "10.0.0.1")`:            "error",
		`cidrcontains("10.0.0.0/8", "nowhere")`:            "error",
		`cidrcontains("10.0.0.0/8", "10.0.0.0/99")`:        "error",
		`cidrcontains("10.0.0.0", "10.0.0.1")`:             "error",
		`base64gunzip(base64gzip("patients"))`:             `"patients"`,
		`base64gunzip("cGF0aWVudHM=")`:                     "error",
		`base64gunzip("!")`:                                "error",
		`urldecode("a%20b%2Fc+d")`:                         `"a b/c d"`,
		`urldecode(urlencode("naïve & more"))`:             `"naïve & more"`,
		`urldecode("%zz")`:                                 "error",
		`urldecode("%ff")`:                                 "error",
		`core::urldecode("a")`:                             `"a"`,
	} {
		got, err := evaluate(ctx, src)
		if want == "error" || err != nil {
			if want != "error" || err == nil {
				t.Errorf("%s: %#v, %v", src, got, err)
			}
			continue
		}
		if expected, err := evaluate(ctx, want); err != nil || !got.RawEquals(expected) {
			t.Errorf("%s: %#v, want %s", src, got, want)
		}
	}
}
