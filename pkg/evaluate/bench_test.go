package evaluate_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/baalint/baalint/pkg/evaluate"
)

// estate writes n resources, in files of a hundred, a quarter of each of four types that refer to each other.
func estate(n int) *txtar.Archive {
	a := &txtar.Archive{}
	var b strings.Builder
	for i := range n / 4 {
		fmt.Fprintf(&b, `
resource "aws_kms_key" "k%[1]d" {
  description         = "key ${local.name}"
  enable_key_rotation = true
}

resource "aws_db_instance" "db%[1]d" {
  identifier              = "${local.name}-%[1]d"
  storage_encrypted       = true
  kms_key_id              = aws_kms_key.k%[1]d.arn
  backup_retention_period = var.days
  tags                    = { phi = "yes", name = "db%[1]d" }
}

resource "aws_s3_bucket" "b%[1]d" {
  bucket = "${local.name}-b%[1]d"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "e%[1]d" {
  bucket = aws_s3_bucket.b%[1]d.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k%[1]d.arn
    }
  }
}
`, i)
		if i%25 == 24 || i == n/4-1 {
			a.Files = append(a.Files, txtar.File{Name: fmt.Sprintf("f%d.tf", i), Data: []byte(b.String())})
			b.Reset()
		}
	}
	a.Files = append(a.Files, txtar.File{Name: "main.tf", Data: []byte(
		"variable \"days\" {\n  default = 30\n}\nlocals {\n  name = \"clinic\"\n}\nprovider \"aws\" {\n  region = \"us-east-1\"\n}\n")})
	return a
}

func bench(b *testing.B, a *txtar.Archive, want int) {
	b.Helper()
	opts := evaluate.Options{Schemas: schemas(b)}
	tree := extract(b, a, &opts)
	b.ReportAllocs()
	for b.Loop() {
		result := evaluate.Resources(tree, opts)
		if len(result.Resources) != want || result.Diagnostics.HasErrors() {
			b.Fatalf("%d resources, want %d; %v", len(result.Resources), want, result.Diagnostics)
		}
	}
}

func BenchmarkResources1000(b *testing.B)  { bench(b, estate(1000), 1000) }
func BenchmarkResources10000(b *testing.B) { bench(b, estate(10_000), 10_000) }

// BenchmarkCount expands two blocks of 5,000 that refer to each other by index.
func BenchmarkCount(b *testing.B) {
	bench(b, oneFile(`
resource "aws_kms_key" "k" {
  count = 5000
}

resource "aws_db_instance" "db" {
  count             = 5000
  identifier        = "db-${count.index}"
  storage_encrypted = true
  kms_key_id        = aws_kms_key.k[count.index].arn
}
`), 10_000)
}

func calls(n int) *txtar.Archive {
	a := estate(20)
	for i, file := range a.Files {
		a.Files[i].Name = "m/" + file.Name
	}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "module \"m%d\" {\n  source = \"./m\"\n  days   = %d\n}\n", i, i)
	}
	a.Files = append(a.Files, txtar.File{Name: "main.tf", Data: []byte(b.String())})
	return a
}

func BenchmarkCalls50(b *testing.B)  { bench(b, calls(50), 50*20) }
func BenchmarkCalls500(b *testing.B) { bench(b, calls(500), 500*20) }

func BenchmarkChain200(b *testing.B) { bench(b, oneFile(chain(200)), 1) }

// TestLinear holds that ten times the calls of a module, and ten times the locals in a chain, cost ten times as much. It counts
// allocations, which no busy machine changes.
func TestLinear(t *testing.T) {
	opts := evaluate.Options{Schemas: schemas(t)}
	cost := func(a *txtar.Archive) float64 {
		tree := extract(t, a, &opts)
		return testing.AllocsPerRun(1, func() { evaluate.Resources(tree, opts) })
	}
	for name, make := range map[string]func(n int) *txtar.Archive{
		"calls": calls,
		"chain": func(n int) *txtar.Archive { return oneFile(chain(n)) },
	} {
		few, many := cost(make(50)), cost(make(500))
		if many > 10.5*few {
			t.Errorf("%s: %.0f allocations for 50, %.0f for 500", name, few, many)
		}
	}
}
