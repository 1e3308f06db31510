package eligibility

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEndpoint(t *testing.T) {
	table := open(t)
	for _, test := range []struct{ endpoint, key, region string }{
		{"https://s3.eu-central-1.wasabisys.com", "wasabi", "eu-central-1"},
		{"s3.wasabisys.com", "wasabi", "us-east-1"},
		{"https://s3.nl-1.wasabisys.com/", "wasabi", "eu-central-1"},
		{"https://records.s3.US-West-1.wasabisys.com:443/x", "wasabi", "us-west-1"},
		{"iam.wasabisys.com", "wasabi", ""},
		{"https://s3.us-west-004.backblazeb2.com", "backblaze", "us-west-004"},
		{"https://0123456789abcdef.r2.cloudflarestorage.com", "cloudflare-r2", "auto"},
		{"https://0123456789abcdef.eu.r2.cloudflarestorage.com", "cloudflare-r2", "eu"},
		{"https://nyc3.digitaloceanspaces.com", "digitalocean", "nyc3"},
		{"https://records.nyc3.digitaloceanspaces.com", "digitalocean", "nyc3"},
		{"us-east-1.linodeobjects.com", "linode", "us-east-1"},
		{"https://s3.us-gov-west-1.amazonaws.com", "aws", ""},
		{"https://bucket.vpce-1a2b3c4d.s3.us-east-1.vpce.amazonaws.com", "aws", ""},
		{"https://storage.googleapis.com", "google", ""},
		{"http://localhost:4566", LocalKey, ""},
		{"http://s3.localhost.localstack.cloud:4566", LocalKey, ""},
		{"http://127.0.0.1:9000", LocalKey, ""},
		{"http://[::1]:9000", LocalKey, ""},
		{"https://minio.clinic.example:9000", "", ""},
		{"https://notwasabisys.com", "", ""},
		{"https://wasabisys.com.clinic.example", "", ""},
		{"10.0.0.1", "", ""},
		{"://", "", ""},
		{"", "", ""},
	} {
		key, region, ok := table.Endpoint(test.endpoint)
		if key != test.key || region != test.region || ok != (test.key != "") {
			t.Errorf("%s: %q %q %v", test.endpoint, key, region, ok)
		}
	}
}

func TestSettings(t *testing.T) {
	table := open(t)
	for typ, want := range map[string][]string{
		"aws_s3_bucket":                      {"endpoints.s3", "endpoints.s3api"},
		"aws_s3_account_public_access_block": {"endpoints.s3control"},
		"aws_kms_key":                        {"endpoints.kms"},
		"aws_db_instance":                    {"endpoints.rds"},
		"azurerm_storage_account":            nil,
	} {
		if diff := cmp.Diff(want, table.Settings("aws", typ)); diff != "" {
			t.Errorf("%s\n%s", typ, diff)
		}
	}
	for _, provider := range []string{"google", "google-beta"} {
		if diff := cmp.Diff([]string{"storage_custom_endpoint"}, table.Settings(provider, "google_storage_bucket")); diff != "" {
			t.Errorf("%s\n%s", provider, diff)
		}
	}
}

// A name means one vendor, and hosts and places are those of vendors that are listed.
func TestVendors(t *testing.T) {
	table, names := open(t), map[string]string{}
	for _, v := range table.Vendors() {
		for _, name := range append([]string{v.Key, strings.ToLower(v.Name)}, v.Also...) {
			if other, seen := names[name]; seen && other != v.Key || name != strings.ToLower(name) {
				t.Errorf("%s is %s and %s, or not in lower case", name, other, v.Key)
			}
			names[name] = v.Key
		}
		if v.Consumer && v.Role != "" {
			t.Errorf("%s: a consumer store has a role", v.Key)
		}
	}
	for _, hosts := range table.hosts {
		for _, h := range hosts {
			if v, ok := table.Vendor(h.vendor); h.vendor != LocalKey && (!ok || v.Service == "") {
				t.Errorf("the host of %s, which is no vendor or has no service", h.vendor)
			}
		}
	}
	regions := table.Regions()
	for key, hosts := range regions[hostsCloud].(map[string]any) {
		if _, ok := table.Vendor(key); !ok || slices.ContainsFunc(hosts.([]any), func(host any) bool { return regions[host.(string)] == nil }) {
			t.Errorf("%s has its places on %v", key, hosts)
		}
	}
}
