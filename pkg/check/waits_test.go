package check

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/baalint/baalint/pkg/finding"
)

// waiting is a configuration in which a volume is encrypted by an expression.
const waiting = `
provider "aws" {
  region = "us-east-1"
}

variable "on" { type = bool }
variable "n" { type = number }
variable "many" { type = map(object({ on = bool })) }
variable "object" {
  type = object({
    on  = optional(bool, true)
    key = string
  })
}

locals {
  a     = { x = var.on }
  b     = [for name, value in local.a : value][0]
  ring1 = local.ring2
  ring2 = local.ring1
}

data "aws_ssm_parameter" "p" { name = "p" }
data "aws_ssm_parameter" "many" {
  count = var.n
  name  = "p"
}
data "terraform_remote_state" "r" { backend = "s3" }
ephemeral "random_password" "p" { length = 8 }
resource "random_id" "r" { byte_length = 8 }
resource "aws_kms_key" "k" { count = var.n }

module "first" {
  source = "./inner"
  on     = local.b
}
module "second" {
  source = "./inner"
  on     = module.first.on
}
module "read" {
  source = "./inner"
  on     = tobool(data.aws_ssm_parameter.p.value)
}
module "absent" { source = "example/absent/aws" }
module "nowhere" { source = "./nowhere" }

resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  encrypted         = EXPRESSION
}
`

const inner = `
variable "on" { type = bool }
locals { on = var.on }
output "on" { value = local.on }
data "aws_ssm_parameter" "inside" { name = "p" }
output "read" { value = data.aws_ssm_parameter.inside.value }
`

// Whatever is unknown names what it waits for at its root, however long the chain that leads there, and what to do about it.
func TestWaits(t *testing.T) {
	const (
		on   = "var.on has no value; give it with --var-file or --var"
		n    = "var.n has no value; give it with --var-file or --var"
		many = "var.many has no value; give it with --var-file or --var"
		read = "data.aws_ssm_parameter.p.value is read from the cloud at plan time; give a plan with --plan"
	)
	tests := []struct{ expression, want string }{
		{`var.on`, on},
		{`local.b`, on},
		{`module.second.on`, on},
		{`module.read.on`, read},
		{`module.read.read == "x"`, "module.read.data.aws_ssm_parameter.inside.value is read from the cloud at plan time; give a plan with --plan"},
		{`data.aws_ssm_parameter.p.value == "x"`, read},
		{`jsondecode(data.aws_ssm_parameter.p.value).on`, read},
		{`data.terraform_remote_state.r.outputs.on`, "data.terraform_remote_state.r.outputs is read from the cloud at plan time; give a plan with --plan"},
		{`coalesce(var.on, data.aws_ssm_parameter.p.value == "x")`, read + " & " + on},
		{`var.n > 1 ? local.b : module.read.on`, read + " & " + n + " & " + on},
		{`var.object.on`, "var.object has no value; give it with --var-file or --var"},
		{`alltrue([for v in var.many : v.on])`, many},
		{`lookup(var.many, "a", { on = true }).on`, many},
		{`merge({ on = true }, values(var.many)...).on`, many},
		{`length(aws_kms_key.k) > 1`, n},
		{`one(data.aws_ssm_parameter.many[*].value) == "x"`, "data.aws_ssm_parameter.many[*].value is read from the cloud at plan time; give a plan with --plan & " + n},
		{`templatefile("t.tftpl", { on = local.b }) == "x"`, on},
		{`module.absent.on`, "module.absent is not installed; run terraform init"},
		{`module.nowhere.on`, "module.nowhere cannot be evaluated; an error says why"},
		{`random_id.r.hex == "x"`, "random_id.r.hex is known only after apply"},
		{`ephemeral.random_password.p.result == "x"`, "ephemeral.random_password.p.result is there only while Terraform runs"},
		{`timestamp() == "x"`, "timestamp() is worked out during apply"},
		{`uuid() == "x"`, "uuid() is worked out during apply"},
		{`pathexpand("~/x") == "x"`, "pathexpand() differs from machine to machine"},
		{`provider::aws::arn_parse("x").y`, "provider::aws::arn_parse() is worked out by its provider at plan time; give a plan with --plan"},
		{`no_such_function("x")`, "no_such_function() cannot be evaluated; an error says why"},
		{`file("missing") == "x"`, "aws_ebs_volume.v cannot be evaluated; an error says why"},
		{
			`try(file("../../outside"), "x") == "x"`,
			`"../../outside" could not be read; baalint reads readable files of the repository, and no others`,
		},
		{`"maybe"`, "encrypted: a bool is required; an error says why"},
		{`local.ring1`, "local.ring1 cannot be evaluated; an error says why"},
	}
	for _, test := range tests {
		t.Run(test.expression, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "main.tf", strings.ReplaceAll(waiting, "EXPRESSION", test.expression))
			write(t, dir, "inner/main.tf", inner)
			write(t, dir, "t.tftpl", "${on} it is")
			report, err := Run(context.Background(), Options{Base: dir, Dirs: []string{"."}, AsOf: asOf})
			if err != nil {
				t.Fatal(err)
			}
			if got := waitsOf(report, "encryption-at-rest/store-encrypted"); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// waitsOf joins what the open verdict of a rule waits for.
func waitsOf(report *finding.Report, rule string) string {
	for _, f := range report.Findings {
		if f.Rule == rule && f.Verdict == finding.Open {
			sentences := make([]string, len(f.Waits))
			for i, w := range f.Waits {
				sentences[i] = w.Sentence()
			}
			return strings.Join(sentences, " & ")
		}
	}
	return "no open verdict"
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
