package fact

import (
	"errors"
	"reflect"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
)

// Vendor is who serves an endpoint.
type Vendor struct {
	// Cloud is what its facts are of: aws, wasabi; Name what people call it; Service the service that the endpoint is of.
	Cloud, Name, Service string
	// Region is the one that the host of the endpoint says, or "".
	Region string
	// Eligible is as for a Service: agreement, unless the endpoint is one of a cloud with a list.
	Eligible string
	// Role is that of the stores it keeps, "" where that depends.
	Role string
	// Consumer is true for services to single persons; Encrypts where it encrypts whatever it stores.
	Consumer, Encrypts bool
	// Local is true for an endpoint on one's own machine, which is there for tests.
	Local bool
}

// away says that the provider of an instance is sent to another endpoint than the provider's own.
type away struct {
	// vendor is nil where it cannot be told whose that endpoint is; whys then says why.
	vendor *Vendor
	whys   []resource.Why
	// value is the vendor as catalogue entries see it.
	value cty.Value
}

// awayKey is what decides where resources are sent.
type awayKey struct{ root, config, resourceType string }

// away tells where the provider configuration of a resource sends it; nil for the provider's own endpoints.
func (b *build) away(r *resource.Resource, eligibility Eligibility) *away {
	if eligibility == nil || r.Provider.Values == cty.NilVal {
		return nil
	}
	key := awayKey{r.Root, r.Provider.Config, r.Type}
	sent, seen := b.sent[key]
	if !seen {
		sent = sentTo(r, eligibility)
		b.sent[key] = sent
	}
	return sent
}

func sentTo(r *resource.Resource, eligibility Eligibility) *away {
	for _, setting := range eligibility.Settings(r.Provider.Source, r.Type) {
		found, m := attributes(r.Provider.Values, strings.Split(setting, "."))
		for _, v := range found {
			bare, all := unmark(v)
			if s, ok := asString(bare); ok && s == "" {
				continue
			}
			m.add(splitMarks(all))
			return awayTo(r, eligibility, bare, m)
		}
	}
	return nil
}

// awayTo is where one endpoint leads.
func awayTo(r *resource.Resource, eligibility Eligibility, endpoint cty.Value, m marks) *away {
	s, ok := asString(endpoint)
	if !ok {
		return unknownAway(m.waits(r.Provider.Config))
	}
	vendor, ok := eligibility.Endpoint(s)
	switch {
	case !ok:
		return unknownAway([]resource.Why{{Cause: resource.Elsewhere, Subject: "the endpoint of " + r.Provider.Config}})
	case vendor.Cloud == eligibility.Cloud(r.Provider.Source):
		return nil
	}
	return &away{vendor: &vendor, value: vendor.value(m)}
}

func unknownAway(whys []resource.Why) *away {
	sent := &away{whys: whys, value: cty.DynamicVal}
	for _, why := range whys {
		sent.value = sent.value.Mark(why)
	}
	return sent
}

// value is a vendor as catalogue entries see it.
func (v Vendor) value(m marks) cty.Value {
	region := cty.StringVal(v.Region)
	if v.Region == "" {
		region = cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.Elsewhere, Subject: "the region of " + v.Name})
	}
	encrypts := cty.True
	if !v.Encrypts {
		encrypts = cty.UnknownVal(cty.Bool).Mark(resource.Why{Cause: resource.Elsewhere, Subject: "the encryption of " + v.Name})
	}
	role := cty.StringVal(v.Role)
	if v.Role == "" {
		role = cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.Elsewhere, Subject: "what is kept at " + v.Name})
	}
	object := cty.ObjectVal(map[string]cty.Value{
		"key": cty.StringVal(v.Cloud), "name": cty.StringVal(v.Name), "service": cty.StringVal(v.Service), "eligible": cty.StringVal(v.Eligible),
		"region": region, "role": role, "encrypts": encrypts, "consumer": cty.BoolVal(v.Consumer), "local": cty.BoolVal(v.Local),
	})
	for _, at := range m.at {
		object = object.Mark(resource.AtPlace(at))
	}
	return object
}

// region is the one that the host of the endpoint says.
func (a *away) region() cty.Value {
	if a.vendor == nil {
		return cty.UnknownVal(cty.String).WithMarks(a.value.Marks())
	}
	bare, marks := a.value.Unmark()
	return bare.GetAttr("region").WithMarks(marks)
}

// cloud is that of the facts of an entry: "" where nobody knows whose the instance is.
func (i *instance) cloud(e *entry) string {
	switch {
	case i.away == nil:
		return e.cloud
	case i.away.vendor == nil:
		return ""
	}
	return i.away.vendor.Cloud
}

// awayService is the service fact of an instance that is sent elsewhere: the service is the vendor's, what it holds is what it would
// hold at the provider.
func (i *instance) awayService(s Service, concept *Concept) *Fact {
	if v := i.away.vendor; v != nil {
		return i.serviceFact(Service{Cloud: v.Cloud, Vendor: v.Name, Name: v.Service, Eligible: v.Eligible, Holds: s.Holds, Consumer: v.Consumer}, concept)
	}
	f := i.serviceFact(Service{Holds: s.Holds}, concept)
	for _, name := range []string{"eligible", "service", "vendor"} {
		f.Set(name, Field{Why: i.away.whys})
	}
	return f
}

// hosts lets the catalogue ask whose a host is.
type hosts struct{ of Eligibility }

var hostsType = cty.Capsule("hosts", reflect.TypeFor[hosts]())

// vendorOf(hosts, endpoint) is the vendor of an endpoint, a URL or a host: an object of key, name, service, region, role, eligible,
// encrypts, consumer and local. It is null for a host that no vendor is known to have.
func vendorOf(args []cty.Value) (cty.Value, error) {
	if args[0].Type() != hostsType {
		return cty.NilVal, errors.New("vendor_of asks hosts")
	}
	table, _ := args[0].EncapsulatedValue().(*hosts)
	bare, all := unmark(args[1])
	switch s, ok := asString(bare); {
	case bare.IsNull() || ok && s == "":
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(all), nil
	case !ok:
		return cty.DynamicVal.WithMarks(all), nil
	case table.of != nil:
		if vendor, known := table.of.Endpoint(s); known {
			return vendor.value(marks{}).WithMarks(all), nil
		}
	}
	return cty.NullVal(cty.DynamicPseudoType).WithMarks(all), nil
}
