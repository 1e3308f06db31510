package fact

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// someVendors know a few words and hosts.
type someVendors struct{ Eligibility }

func (someVendors) Endpoint(endpoint string) (Vendor, bool) {
	for host, key := range map[string]string{"wasabisys.com": "wasabi", "backblazeb2.com": "backblaze", "amazonaws.com": "aws", "repo.borgbase.com": "borgbase", "rsync.net": "rsync-net"} {
		if strings.Contains(endpoint, host) {
			return Vendor{Cloud: key}, true
		}
	}
	return Vendor{Cloud: "local", Local: true}, strings.Contains(endpoint, "localhost")
}

func (someVendors) Remote(word string) (Vendor, bool) {
	key, ok := map[string]string{
		"b2": "backblaze", "drive": "google-drive", "gdrive": "google-drive", "googledrive": "google-drive", "dropbox": "dropbox", "wasabi": "wasabi", "azure": "azure", "gs": "google", "aws": "aws",
	}[word]
	return Vendor{Cloud: key}, ok
}

func remotesOf(t *testing.T, v cty.Value) string {
	t.Helper()
	got, err := remotesIn([]cty.Value{cty.CapsuleVal(hostsType, &hosts{someVendors{}}), v})
	if err != nil || !got.IsKnown() {
		t.Fatalf("remotes_in: %#v, %v", got, err)
	}
	keys := make([]string, 0, got.LengthInt())
	for _, element := range got.AsValueSlice() {
		bare, _ := element.UnmarkDeep()
		key := bare.GetAttr("key").AsString()
		if key == "" {
			key = "?"
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " ")
}

func TestRemotesInText(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"restic, S3":                  {"restic -r s3:https://s3.eu-central-1.wasabisys.com/copies backup /srv", "wasabi"},
		"restic, S3 without a scheme": {"export RESTIC_REPOSITORY=\"s3:s3.us-west-004.backblazeb2.com/copies\"\nrestic backup /srv", "backblaze"},
		"restic, AWS":                 {"restic -r s3:s3.amazonaws.com/copies backup /srv", "aws"},
		"restic, B2":                  {"/usr/bin/restic --repo=b2:copies:srv backup /srv", "backblaze"},
		"restic, Azure":               {"restic -r azure:copies:/ backup /srv", "azure"},
		"restic, own host":            {"restic -r s3:http://minio.backup.svc.cluster.local:9000/copies backup /srv", ""},
		"restic, own address":         {"restic -r s3:http://10.1.2.3:9000/copies backup /srv", ""},
		"restic, localhost":           {"restic -r s3:http://localhost:9000/copies backup /srv", ""},
		"restic, somebody's":          {"restic -r s3:https://s3.hosting.example/copies backup /srv", "?"},
		"restic, own server":          {"restic -r rest:https://backup.clinic.example/ backup /srv", ""},
		"restic, a directory":         {"restic -r /mnt/copies backup /srv", ""},
		"restic, asked":               {"restic -r $REPOSITORY backup /srv", ""},
		"restic through rclone":       {"restic -r rclone:gdrive:copies backup /srv", "?"},
		"a comment":                   {"# restic -r b2:copies backup /srv\nrestic -r /mnt backup", ""},
		"S3 of something else":        {"aws s3 cp s3://copies/x . # restic", ""},
		"rclone.conf":                 {"cat > ~/.config/rclone/rclone.conf <<EOF\n[offsite]\ntype = drive\nscope = drive\n\n[second]\ntype = s3\nprovider = Wasabi\nEOF\n", "google-drive wasabi"},
		"rclone, S3 with an endpoint": {"rclone\n[x]\ntype = s3\nprovider = Other\nendpoint = https://s3.us-west-004.backblazeb2.com\n", "backblaze"},
		"rclone, S3 without any":      {"rclone\n[x]\ntype = s3\nenv_auth = true\n", ""},
		"rclone, encrypted":           {"rclone\n[plain]\ntype = b2\n[x]\ntype = crypt\nremote = plain:copies\n", "backblaze"},
		"another file of sections":    {"[Unit]\nType = drive\n", ""},
		"rclone by the environment":   {"RCLONE_CONFIG_OFFSITE_TYPE=dropbox rclone sync /srv offsite:copies", "dropbox"},
		"rclone config create":        {"rclone config create offsite s3 provider=Wasabi && rclone sync /srv offsite:copies", "wasabi"},
		"rclone on the fly":           {"rclone copy /srv :b2:copies", "backblaze"},
		"rclone on the fly, S3":       {"rclone copy /srv :s3,provider=Wasabi,env_auth=true:copies", "wasabi"},
		"rclone, only a name":         {"rclone sync --transfers 4 /srv gdrive:copies", "?"},
		"rclone, a name of one's own": {"rclone sync /srv offsite:copies", ""},
		"rclone, a described name":    {"rclone config create gdrive sftp host=backup.clinic.example && rclone sync /srv gdrive:copies", ""},
		"rclone fetches":              {"rclone copy dropbox:tools /opt/tools", ""},
		"rclone between remotes":      {"rclone copy offsite:tools dropbox:tools", "?"},
		"rclone is installed":         {"curl -O https://downloads.rclone.org/rclone.deb; wget https://www.dropbox.com/s/x", ""},
		"Kopia":                       {"kopia repository create b2 --bucket=copies", "backblaze"},
		"Kopia, S3":                   {"kopia repository connect s3 --bucket copies --endpoint s3.wasabisys.com", "wasabi"},
		"Kopia, Google Drive":         {"kopia repository create gdrive --folder-id x", "google-drive"},
		"Duplicati":                   {`duplicati-cli backup "googledrive://copies?authid=x" /srv`, "google-drive"},
		"Duplicati, S3":               {`duplicati-cli backup "s3://copies/x?s3-server-name=s3.wasabisys.com&use-ssl=true" /srv`, "wasabi"},
		"duplicity":                   {"duplicity /srv b2://id:key@copies", "backblaze"},
		"YAML":                        {"containers:\n- image: restic/restic\n  env:\n  - name: RESTIC_REPOSITORY\n    value: b2:copies\n", "backblaze"},
		"YAML, arguments":             {"image: restic/restic:0.17\nargs:\n  - -r\n  - b2:copies\n  - backup\n", "backblaze"},
		"YAML with quotes":            {"\"env\":\n  \"RESTIC_REPOSITORY\": \"b2:copies\"\n", "backblaze"},
		"JSON":                        {`[{"image": "restic/restic", "environment": [{"name": "RESTIC_REPOSITORY", "value": "b2:copies"}]}]`, "backblaze"},
		"base64":                      {base64.StdEncoding.EncodeToString([]byte("#!/bin/sh\nrclone copy /srv :dropbox:copies\n")), "dropbox"},
		"restic over SSH":             {"restic -r sftp:de123@de123.rsync.net:copies backup /srv", "rsync-net"},
		"restic, REST":                {"restic -r rest:https://id:$KEY@id.repo.borgbase.com backup /srv", "borgbase"},
		"restic with an environment":  {"command=RESTIC_REPOSITORY=b2:copies restic backup /srv", "backblaze"},
		"rclone over SSH":             {"rclone\n[x]\ntype = sftp\nhost = de123.rsync.net\n", "rsync-net"},
		"Borg":                        {"borg create --stats ssh://id@id.repo.borgbase.com/./repo::{now} /srv", "borgbase"},
		"Borg, as scp writes":         {"borg init -e repokey de123@de123.rsync.net:copies", "rsync-net"},
		"Borg, environment":           {"export BORG_REPO='ssh://id@id.repo.borgbase.com:22/./repo'\nborg create ::{now} /srv", "borgbase"},
		"Borg, $ for what is unknown": {"export BORG_REPO=ssh://$@$.repo.borgbase.com/./repo\nborg create ::x /srv", "borgbase"},
		"borgmatic":                   {"# borgmatic\nlocation:\n  repositories:\n    - path: ssh://id@id.repo.borgbase.com/./repo\n", "borgbase"},
		"Borg, own server":            {"borg init -e repokey backup@backup.clinic.example:copies", ""},
		"Borg beside Git":             {"git clone git@rsync.net:tools; borg create /mnt/copies::x /srv", ""},
		"AWS, elsewhere":              {"aws --endpoint-url https://s3.us-west-004.backblazeb2.com s3 sync /srv s3://copies", "backblaze"},
		"AWS, behind the command":     {"aws s3 cp --recursive /srv s3://copies --endpoint-url=https://s3.wasabisys.com", "wasabi"},
		"AWS, by the environment":     {"AWS_ENDPOINT_URL=https://s3.wasabisys.com aws s3 sync /srv s3://copies", "wasabi"},
		"AWS, fetched":                {"aws --endpoint-url https://s3.wasabisys.com s3 cp s3://tools/x /opt/x", ""},
		"AWS, another service":        {"aws --endpoint-url https://s3.wasabisys.com s3 ls", ""},
		"AWS, a stand-in":             {"aws --endpoint-url http://localhost:4566 s3 cp /srv/x s3://copies", ""},
		"AWS, somebody's":             {"aws --endpoint-url https://s3.hosting.example s3 cp /srv/x s3://copies", "?"},
		"AWS itself":                  {"aws s3 cp /srv/x s3://copies", ""},
		"nothing":                     {"apt-get install -y nginx", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, remotesOf(t, cty.StringVal(test.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is known of a value in part is read as far as it is known, and where all of it stands is where its vendors are said to stand.
func TestRemotesInValues(t *testing.T) {
	unknown := cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.NoValue, Subject: "var.x"})
	env := func(name string, value cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name), "value": value})
	}
	container := cty.ObjectVal(map[string]cty.Value{
		"image": cty.StringVal("restic/restic"),
		"env":   cty.TupleVal([]cty.Value{env("RESTIC_PASSWORD", unknown), env("RESTIC_REPOSITORY", cty.StringVal("b2:copies"))}),
	})
	for name, test := range map[string]struct {
		value cty.Value
		want  string
	}{
		"null":     {cty.NullVal(cty.String), ""},
		"unknown":  {unknown, ""},
		"spelled":  {unknown.Mark(&resource.Spelled{Text: "restic -r b2:copies backup /srv\necho $ > /root/password\n"}), "backblaze"},
		"in part":  {cty.TupleVal([]cty.Value{container}), "backblaze"},
		"encoded":  {cty.UnknownVal(cty.String).Mark(&resource.Encoded{Value: container}), "backblaze"},
		"a file":   {cty.MapVal(map[string]cty.Value{"rclone.conf": cty.StringVal("[x]\ntype = drive\n")}), "google-drive"},
		"a map":    {cty.MapVal(map[string]cty.Value{"RESTIC_REPOSITORY": cty.StringVal("b2:copies"), "OTHER": unknown}), "backblaze"},
		"asked":    {cty.ObjectVal(map[string]cty.Value{"image": cty.StringVal("restic/restic"), "env": env("RESTIC_REPOSITORY", unknown)}), ""},
		"a number": {cty.NumberIntVal(1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, remotesOf(t, test.value)); diff != "" {
				t.Error(diff)
			}
		})
	}
	at := resource.AtPlace(resource.Range{File: "main.tf", Line: 3})
	inner := resource.AtPlace(resource.Range{File: "main.tf", Line: 4})
	secret := cty.ObjectVal(map[string]cty.Value{"rclone.conf": cty.StringVal("[x]\ntype = drive\n").Mark(resource.Sensitive{}).Mark(inner)}).Mark(at)
	got, err := remotesIn([]cty.Value{cty.CapsuleVal(hostsType, &hosts{someVendors{}}), secret})
	if err != nil || got.LengthInt() != 1 {
		t.Fatalf("%#v, %v", got, err)
	}
	_, all := got.UnmarkDeep()
	if m := splitMarks(all); m.sensitive || !slices.Equal(m.at, []resource.Range{*at.Range}) {
		t.Errorf("marks: %#v", all)
	}
}
