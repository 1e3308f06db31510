package waive

import (
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	for pattern, cases := range map[string]map[string]bool{
		"aws_s3_bucket.b":         {"aws_s3_bucket.b": true, "aws_s3_bucket.b[0]": false, "module.m.aws_s3_bucket.b": false, "aws_s3_bucket.bb": false},
		"aws_s3_bucket.b[*]":      {"aws_s3_bucket.b[0]": true, `aws_s3_bucket.b["x.y"]`: true, "aws_s3_bucket.b[*]": true, "aws_s3_bucket.b": false},
		`aws_s3_bucket.b["eu"]`:   {`aws_s3_bucket.b["eu"]`: true, `aws_s3_bucket.b["eu2"]`: false, "aws_s3_bucket.b[*]": false},
		`aws_s3_bucket.b["eu-*"]`: {`aws_s3_bucket.b["eu-west"]`: true, `aws_s3_bucket.b["us"]`: false, "aws_s3_bucket.b[*]": false, "aws_s3_bucket.b[0]": false},
		`aws_s3_bucket.b["\*"]`:   {`aws_s3_bucket.b["*"]`: true, `aws_s3_bucket.b["x"]`: false},
		"aws_s3_bucket.log*":      {"aws_s3_bucket.logs": true, "aws_s3_bucket.old_log": false, "aws_s3_bucket.logs[0]": false},
		"aws_*.b*d":               {"aws_x.bcd": true, "aws_x.bc": false},
		"a.b*c*d":                 {"a.bxcxd": true, "a.bcd": true, "a.bxd": false, "a.bxdxc": false},
		"module.db.**":            {"module.db.aws_s3_bucket.b": true, `module.db.module.x["k"].a.b[0]`: true, "module.db[0].a.b": false, "module.db2.a.b": false},
		"module.db[*].**":         {"module.db[0].a.b": true, "module.db.a.b": false},
		"**.aws_s3_bucket.b":      {"aws_s3_bucket.b": true, "module.a.module.c.aws_s3_bucket.b": true, "aws_s3_bucket.c": false},
		"**.module.x.**.b":        {"module.x.a.b": true, "module.y.module.x.module.z.a.b": true, "module.y.a.b": false},
		"**":                      {"a.b": true, `module.m["."].a.b[1]`: true},
		"agreement with St. Mary": {"agreement with St. Mary": true, "agreement with St. Mark": false},
		"module.*.a.b":            {"module.m.a.b": true, `module.m["k"].a.b`: false},
	} {
		p, err := parseAddress(pattern)
		if err != nil {
			t.Fatal(pattern, err)
		}
		for text, want := range cases {
			a, err := parseAddress(text)
			if err != nil {
				t.Fatal(text, err)
			}
			if got := p.matches(a); got != want {
				t.Errorf("%s matches %s: %v", pattern, text, got)
			}
		}
	}
	for _, wrong := range []string{"a.b[", `a.b["x]`, "a.b[0]c"} {
		if _, err := parseAddress(wrong); err == nil {
			t.Errorf("%s is taken for an address", wrong)
		}
	}
}

// Many ** in a pattern cost no more than the square of its length.
func TestAddressOfManySteps(t *testing.T) {
	p, err := parseAddress(strings.Repeat("**.a.", 30) + "b")
	if err != nil {
		t.Fatal(err)
	}
	a, err := parseAddress(strings.Repeat("a.", 2000) + "c")
	if err != nil {
		t.Fatal(err)
	}
	if p.matches(a) {
		t.Error("matches")
	}
}
