package resource

import (
	"iter"

	"github.com/zclconf/go-cty/cty"
)

// The marks that ride on cty values. HCL and cty carry them through expressions; only pkg/fact takes them off.

// At marks the value of an attribute with the place that writes it: the attribute in the resource's own block (or in the
// provider block, for provider settings), never the place of a variable's default or of another resource. It is a pointer, since cty
// hashes every mark that it copies, and copies them all the time: two marks may mean one place.
type At struct{ *Range }

// AtPlace is the mark of a place.
func AtPlace(place Range) At { return At{&place} }

// Ref marks a value that was read from another resource: Attribute of the instance at Address. Known values carry it
// too, so that resources can be joined by reference where names are equal or missing.
type Ref struct {
	// Address is the full address in the same root module, as in Resource.Address; data sources begin with "data." after
	// their module path.
	Address string
	// Attribute is the first step after the instance: "arn", "id", "bucket". Empty for a reference to a whole instance.
	Attribute string
	// Configured is true where the attribute is known, or says by a Why or another Ref what it waits for: an unknown made of
	// it does not wait for this resource.
	Configured bool
}

// Why marks an unknown value with what it waits for. An unknown that was read from a resource carries a Ref instead,
// unless the provider computes nothing of that name.
type Why struct {
	Cause Cause
	// Subject names the thing: "var.kms_key_arn", "module.vault", "timestamp()", "data.aws_ssm_parameter.key".
	Subject string
	// Place is where the subject is declared, or the zero Range.
	Place Range
}

// Cause is the kind of thing an unknown waits for.
type Cause string

// Causes of unknown values, from most to least in the user's hands.
const (
	NoValue      Cause = "variable without a value"
	NotInstalled Cause = "module not installed"
	DataSource   Cause = "read by a data source"
	Computed     Cause = "known after apply"
	Provided     Cause = "function of a provider"
	ApplyTime    Cause = "function that runs at apply"
	FromEnv      Cause = "taken from the environment" // a provider region that only AWS_REGION or a profile would give
	NotInPlan    Cause = "not told by the plan"       // a local value, or what an expression makes of its references
	Unpinned     Cause = "release not pinned"         // a default that differs between releases of a provider
	OtherRelease Cause = "of another release"         // written for a release of a provider that no schema is known of
	AtInit       Cause = "given to terraform init"    // a setting of a backend that is left out
	Elsewhere    Cause = "not in this configuration"  // a join to something that no scanned root declares
	Unsaid       Cause = "not said in Terraform"      // a setting that nobody wrote, or that the provider does not have
	NoAgreement  Cause = "no agreement"               // what only an agreement could tell, where there is none
	NotAgreed    Cause = "not in the agreement"       // what the agreement does not say
	Several      Cause = "several of this name"       // a name that means more than one thing
	Failed       Cause = "expression in error"        // a diagnostic says what is wrong with it
	Unreadable   Cause = "could not be read"          // a file, or a resource that the catalogue cannot make sense of
	TooMany      Cause = "expansion capped"
)

// Sensitive marks a value that must never be printed.
type Sensitive struct{}

// Ephemeral marks a value that Terraform keeps out of plan and state. It is never printed either.
type Ephemeral struct{}

// Given marks a known value that the blocks of the configuration do not write themselves, or not for good.
type Given struct{ By GivenBy }

// GivenBy tells where a known value comes from.
type GivenBy string

// Where known values come from that no block of the configuration writes for good.
const (
	ByVariableFile GivenBy = "file of variables"
	ByCaller       GivenBy = "caller"        // --var, the environment, or what only a plan knows
	ByPlan         GivenBy = "plan"          // a plan or a state by itself, which does not tell who writes it
	AtFirst        GivenBy = "first version" // written, and not changed any more: lifecycle.ignore_changes
)

// Secrets are the marks that every part and copy of a value inherits, whatever becomes of the others: those that keep it from
// being printed.
func Secrets(marks cty.ValueMarks) cty.ValueMarks {
	kept := cty.ValueMarks{}
	for mark := range marks {
		switch mark.(type) {
		case Sensitive, Ephemeral:
			kept[mark] = struct{}{}
		}
	}
	return kept
}

// AllMarks are the marks on a value and on everything inside of it, without those inside of an Encoded. Unlike UnmarkDeep it makes
// no other value.
func AllMarks(v cty.Value) cty.ValueMarks {
	marks := cty.ValueMarks{}
	addMarks(marks, v)
	return marks
}

func addMarks(into cty.ValueMarks, v cty.Value) {
	for mark := range cty.ValueMarksOfType[any](v) {
		into[mark] = struct{}{}
	}
	if t := v.Type(); t.IsPrimitiveType() || t.IsSetType() { // the marks of elements are on the set
		return
	}
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || !v.CanIterateElements() {
		return
	}
	for element := range Elements(v) {
		addMarks(into, element)
	}
}

// Elements yields what a container holds that is known, not null and not marked, in no order. cty's own iterator makes a key for
// every element, and sorts the names of attributes.
func Elements(v cty.Value) iter.Seq[cty.Value] {
	return func(yield func(cty.Value) bool) {
		switch t := v.Type(); {
		case t.IsObjectType():
			for name := range t.AttributeTypes() {
				if !yield(v.GetAttr(name)) {
					return
				}
			}
		case (t.IsTupleType() || t.IsListType()) && v.LengthInt() <= len(positions):
			for _, position := range positions[:v.LengthInt()] {
				if !yield(v.Index(position)) {
					return
				}
			}
		default:
			for it := v.ElementIterator(); it.Next(); {
				if _, element := it.Element(); !yield(element) {
					return
				}
			}
		}
	}
}

// positions are the indexes of the lists that most configurations write.
var positions = func() (all [16]cty.Value) {
	for i := range all {
		all[i] = cty.NumberIntVal(int64(i))
	}
	return all
}()

// Encoded marks an unknown string with the value it would encode, so that the known parts of a JSON document stay
// readable (an IAM policy with one ARN that only apply knows). Used as a pointer: one mark per encoding.
type Encoded struct {
	Value cty.Value
	// Prefix is how the text begins: the known prefix of the unknown string. A string that begins otherwise was made of the
	// document, and is not the document itself.
	Prefix string
}

// Spelled marks an unknown string of several lines, such as a script, with what its template writes around the parts that are unknown, of which
// each is a $. Used as a pointer: one mark per template.
type Spelled struct{ Text string }
