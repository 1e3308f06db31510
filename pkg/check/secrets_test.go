package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/baalint/baalint/pkg/resource"
)

func TestNamesSecret(t *testing.T) {
	for _, name := range []string{
		"password", "DB_PASSWORD", "dbPassword", "master_password", "MYSQL_PWD", "DB_PASS", "client_secret", "auth_token", "token", "API_KEY",
		"api-key", "private_key", "account_key", "connection_string", "credentials", "postgresqlPassword", "secret_string", "passwords", "passphrase",
		"passcode", "redis-pass", "ConnectionString", "ACCESS_KEY", "signing_keys", "appKey", "PA\u017f\u017fWORD", "to\u212aen",
	} {
		if !namesSecret(name) || unsuspicious(name) {
			t.Errorf("%s names no secret", name)
		}
	}
	for _, name := range []string{
		"bypass", "pass", "secret_id", "secrets_manager_arn", "kms_key_id", "key_name", "public_key", "password_length", "manage_master_user_password",
		"http_tokens", "creation_token", "secret_permissions", "token_endpoint", "password_policy", "name", "value", "key", "compass", "http_put_response_hop_limit",
	} {
		if namesSecret(name) {
			t.Errorf("%s names a secret", name)
		}
	}
}

func TestLooksSecret(t *testing.T) {
	for _, text := range []string{
		`password = "hunter2"`, `  "password": "hunter2",`, `  password : hunter2`, `{ DB_PASSWORD = "hunter2", PORT = 1 }`, `export DB_PASSWORD=hunter2`,
		`{\"DB_PASSWORD\":\"hunter2\"}`, `{ name = "DB_PASSWORD", value = "hunter2" }`, `[{"name":"API_TOKEN","value":"hunter2"}]`,
		"-----BEGIN RSA PRIVATE KEY-----", `url = "postgres://clinic:hunter2@db/ehr"`, `extra = "user=clinic;password=hunter2"`, `key = "sk_live_4eC39HqLyjWDarjtT1"`,
		`auth = "ghs_0123456789abcdefghijklmnopqrstuv"`, `hook = "xoxb-0123456789-ab"`, `jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x"`,
		`password = "${var.first}" , other_password = "hunter2"`,
	} {
		if !looksSecret(text) {
			t.Errorf("%s looks like no secret", text)
		}
	}
	for _, text := range []string{
		`password = var.password`, `password = "${random_password.db.result}"`, `password = ""`, `name = "DB_PASSWORD"`, `secret_id = "clinic"`,
		`{ name = "DB_PASSWORD", valueFrom = aws_secretsmanager_secret.db.arn }`, `manage_master_user_password = true`, `kms_key_id = "alias/clinic"`,
		`resource "aws_secretsmanager_secret" "db" {`, `url = "https://clinic.example:443/x@y"`, `token = null`, `  password_wo = ephemeral.random_password.app.result`,
		`DB_PASSWORD=$DB_PASSWORD`, `{ name = "PORT", value = "5432" }`,
	} {
		if looksSecret(text) {
			t.Errorf("%s looks like a secret", text)
		}
	}
}

// What most lines are like is passed over.
func TestUnsuspicious(t *testing.T) {
	for _, line := range []string{"", `  storage_encrypted = true`, `  availability_zone = "us-east-1a"`, `resource "aws_s3_bucket" "records" {`} {
		if !unsuspicious(line) {
			t.Errorf("%s is suspicious", line)
		}
	}
}

func TestWithholdLikely(t *testing.T) {
	const file = `resource "aws_ecs_task_definition" "t" {
  environment = [{
    name  = "DB_PASSWORD"
    value = "hunter2"
  }]
  pem = <<EOT
-----BEGIN PRIVATE KEY-----
hunter2
-----END PRIVATE KEY-----
EOT
}
password = "far from every finding"
`
	const want = `resource "aws_ecs_task_definition" "t" {
  environment = [{
    name  = "DB_PASSWORD"

  }]
  pem = <<EOT



EOT
}
password = "far from every finding"
`
	sources := map[string][]byte{"main.tf": []byte(file)}
	withholdLikely(sources, map[string][]resource.Range{"main.tf": {{File: "main.tf", Line: 2, EndLine: 9}}})
	if diff := cmp.Diff(want, string(sources["main.tf"])); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRedacted(t *testing.T) {
	value := map[string]any{
		"tags":        map[string]any{"password": "hunter2", "Name": "db"},
		"environment": []any{map[string]any{"name": "API_KEY", "value": "hunter2"}, map[string]any{"name": "PORT", "value": "80"}},
		"passwords":   []any{"hunter2", "enabled"}, "port": 80.0, "script": "export DB_PASSWORD=hunter2",
	}
	want := map[string]any{
		"tags":        map[string]any{"password": "(sensitive)", "Name": "db"},
		"environment": []any{map[string]any{"name": "API_KEY", "value": "(sensitive)"}, map[string]any{"name": "PORT", "value": "80"}},
		"passwords":   []any{"(sensitive)", "enabled"}, "port": 80.0, "script": "(sensitive)",
	}
	if diff := cmp.Diff(want, redacted("", value)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
