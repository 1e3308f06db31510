// Package load finds and parses the files of module trees: HCL, JSON, overrides, variable files and the module manifest.
// It evaluates nothing but what Terraform itself demands to be literal (types, module sources, provider names).
package load

import (
	"path/filepath"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
)

// Tree holds every directory of Terraform files that a run reads, each parsed once however often it is called. All paths
// in it, and all file names in its ranges, are relative to Base, with slashes.
type Tree struct {
	// Base is the absolute path that ranges and roots are relative to.
	Base string
	// Limit is the absolute path that file() and its kin, and nothing else, must stay inside: the repository that holds
	// Base, or Base itself where there is none. Directories named outside of it may read in their own repositories too.
	Limit string
	// Roots are the root modules, sorted by Dir.
	Roots []*Root
	// Diagnostics are about directories that were not scanned, and about Terragrunt.
	Diagnostics hcl.Diagnostics
	// Terragrunt are the scanned files that only Terragrunt can read, sorted.
	Terragrunt []string

	// found are the roots before any value is given.
	found []Root
	// limits are Limit and, for directories outside of it, the repositories that hold them.
	limits []string
	env    map[string]string

	mu      sync.Mutex
	modules map[string]*Module
	sources map[string][]byte
	// contents are the files that ReadFile gave, by the names it was given.
	contents map[string]bool
}

// Root is a root module with the values given to its variables.
type Root struct {
	Module *Module
	// Values are the variable values by name, highest precedence already chosen. They are not converted to the
	// variable's type.
	Values map[string]Value
	// Workspace is terraform.workspace: TF_WORKSPACE, else the one chosen in .terraform/environment, else "default".
	Workspace string
	// Installed are the entries of .terraform/modules/modules.json: key ("vault.keys") to directory relative to Base.
	Installed map[string]string
	// Locked are the releases in .terraform.lock.hcl by the type of the provider, the last part of its source address: "4.20.0".
	Locked map[string]string
	// Diagnostics are about variable files, the manifest and the lock file.
	Diagnostics hcl.Diagnostics
}

// Value is one value given to a root variable.
type Value struct {
	// Expr yields the value where it was written in a variable file, evaluated without a context (in JSON files "${" is text);
	// Raw is the text where it came from --var or TF_VAR_. Exactly one is set.
	// Raw is an HCL expression when the variable's type is not a primitive, else the string itself.
	Expr hcl.Expression
	Raw  *string
	// From is "terraform.tfvars", "--var" or "TF_VAR_name", as a person would call the source.
	From  string
	Range hcl.Range
}

// Module is one parsed directory, overrides merged in. Maps are never nil.
type Module struct {
	// Dir is relative to Tree.Base, "." for the base itself. It may begin with "../" for a module outside of it.
	Dir       string
	Files     []string
	Variables map[string]*Variable
	Locals    map[string]*hcl.Attribute
	Outputs   map[string]*Output
	// Resources are keyed as in references: "aws_kms_key.k", "data.aws_region.here", "ephemeral.x.y".
	Resources map[string]*Resource
	Calls     map[string]*Call
	// Providers are keyed by local name and alias: "aws", "aws.dr".
	Providers map[string]*ProviderBlock
	// Required are the required_providers entries by local name.
	Required map[string]*Requirement
	// Backend is where a root keeps its state; nil where the module does not say.
	Backend *Backend
	// StateMethod is the method by which OpenTofu encrypts the state before it hands it to the backend: aes_gcm, or unencrypted;
	// "external" where the method must be given from outside, "" where there is none.
	StateMethod string
	Diagnostics hcl.Diagnostics
	// Unread lists the files that could not be read or parsed at all.
	Unread []string
}

// written holds the names of the arguments that a block writes and whose zero value would not tell, for overrides.
type written map[string]bool

// Variable is a variable block.
type Variable struct {
	Name string
	// Type is cty.DynamicPseudoType where none is given, and then Untyped is set; Defaults fill optional() attributes and may be
	// nil. TypeRange is where the type is written, the zero Range where it is not.
	Type      cty.Type
	Untyped   bool
	Defaults  *typeexpr.Defaults
	TypeRange hcl.Range
	// Description is the literal text, if there is one.
	Description string
	// Default is nil where the variable has none.
	Default              hcl.Expression
	Nullable             bool
	Sensitive, Ephemeral bool
	DeclRange            hcl.Range

	written written
}

// Output is an output block.
type Output struct {
	Name                 string
	Value                hcl.Expression
	Sensitive, Ephemeral bool
	DeclRange            hcl.Range

	written written
}

// Resource is a resource, data or ephemeral block.
type Resource struct {
	// Kind is "resource", "data" or "ephemeral".
	Kind, Type, Name string
	Count, ForEach   hcl.Expression
	// Enabled is lifecycle.enabled, which OpenTofu has; nil where it is not written.
	Enabled hcl.Expression
	// Provider is the provider meta-argument, without a name where there is none.
	Provider ProviderRef
	// IgnoreChanges lists the root attribute names of lifecycle.ignore_changes, "all" for the keyword.
	IgnoreChanges  []string
	PreventDestroy bool
	// Config is the body. Meta-arguments (count, for_each, provider, depends_on) and meta-blocks (lifecycle,
	// provisioner, connection) are still in it; its reader skips the names in MetaArguments and MetaBlocks.
	Config hcl.Body
	// DeclRange is the header, BodyRange the whole block.
	DeclRange, BodyRange hcl.Range

	written written
}

// MetaArguments and MetaBlocks are the names in a resource body that belong to Terraform, not to the provider.
var (
	MetaArguments = []string{"count", "for_each", "provider", "depends_on"}
	MetaBlocks    = []string{"lifecycle", "provisioner", "connection", "locals"}
	// ProviderMetaArguments are those of a provider block.
	ProviderMetaArguments = []string{"alias", "for_each", "version"}
)

// Call is a module block.
type Call struct {
	Name string
	// Source is the literal source address. Where it is "", SourceExpr may still yield one: OpenTofu evaluates variables and
	// locals in it.
	Source         string
	SourceExpr     hcl.Expression
	Version        string
	Count, ForEach hcl.Expression
	// Enabled is lifecycle.enabled, which OpenTofu has; nil where it is not written.
	Enabled hcl.Expression
	// Providers maps the child's provider name ("aws", "aws.dr") to the caller's configuration.
	Providers map[string]ProviderRef
	// Arguments are the inputs.
	Arguments            map[string]*hcl.Attribute
	DeclRange, BodyRange hcl.Range
}

// Local reports whether a source address is a directory beside the caller's files, which nothing installs.
func Local(address string) bool {
	source := filepath.ToSlash(address)
	return strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../") || source == "." || source == ".." || filepath.IsAbs(address)
}

// Backend is a backend block or, of type "cloud", a cloud block.
type Backend struct {
	Type                 string
	Config               hcl.Body
	DeclRange, BodyRange hcl.Range
}

// Address is the address of the backend in its root.
func (b *Backend) Address() string { return "terraform.backend." + b.Type }

// ProviderRef refers to a provider configuration by its name in a module: "aws", "aws.dr".
type ProviderRef struct {
	Name string
	// Key chooses one instance of a configuration with for_each: aws.by_region[each.key]. Nil where none is chosen.
	Key hcl.Expression
}

// String writes the reference; the key, an expression, is left out.
func (p ProviderRef) String() string {
	if p.Key == nil {
		return p.Name
	}
	return p.Name + "[…]"
}

// ProviderBlock is a provider block.
type ProviderBlock struct {
	Name, Alias string
	// ForEach makes an instance of the configuration for each element; OpenTofu alone has it.
	ForEach hcl.Expression
	Config  hcl.Body
	// DeclRange is the header, BodyRange the whole block.
	DeclRange, BodyRange hcl.Range
}

// Empty reports whether the block sets nothing: a child module of old says so that a configuration must be passed to it.
func (p *ProviderBlock) Empty() bool {
	_, rest, _ := p.Config.PartialContent(providerSchema)
	found, diags := rest.JustAttributes()
	return len(found) == 0 && !diags.HasErrors()
}

// Requirement is an entry of required_providers.
type Requirement struct {
	// Source is as written: "hashicorp/aws"; "" where there is none.
	Source, Version string
	// Aliases are the configuration_aliases: "aws.dr".
	Aliases   []string
	DeclRange hcl.Range
}

// Options say what to load.
type Options struct {
	// Base is the directory that all paths are relative to, normally the working directory.
	Base string
	// Dirs are the directories to scan, relative to Base or absolute. A file names its directory.
	Dirs []string
	// Roots are root modules to read without the directories below them. Without Dirs and Roots, Base is scanned.
	Roots []string
	// Settings are --var and --var-file in the order given: the last one counts, as in Terraform.
	Settings []Setting
	// VarFiles and Vars are for callers that do not know the order: files come before settings, both before Settings.
	VarFiles, Vars []string
	// Environ is os.Environ() or a test's own: TF_VAR_, TF_WORKSPACE and TF_DATA_DIR are read from it.
	Environ []string
}

// Setting is one --var or --var-file. Exactly one of its fields is set.
type Setting struct {
	// Var is "name=value".
	Var string
	// File is the path of a variable file, relative to Base or absolute.
	File string
}
