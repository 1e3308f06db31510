package evaluate

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// provider is a provider configuration as one module instance sees it.
type provider struct {
	term
	resource.Provider
	// region is where instances live that do not say so themselves; null where the provider has no regions.
	region cty.Value
}

// providerOf finds the configuration that serves an instance of a resource block, which sees extra as each and count.
func (s *scope) providerOf(decl *load.Resource, extra names) *provider {
	ref := providerRef(decl)
	p := s.configuration(ref, extra, decl.DeclRange)
	local, _, _ := strings.Cut(ref.Name, ".")
	if p.Source == s.source(local) && p.Name == local {
		return p
	}
	own := *p
	own.Name, own.Source = local, s.source(local)
	return &own
}

// sourceOf is the type of the provider that a resource block is of.
func (s *scope) sourceOf(decl *load.Resource) string {
	local, _, _ := strings.Cut(providerRef(decl).Name, ".")
	return s.source(local)
}

// providerRef is the reference that a resource block writes, else the first word of its type.
func providerRef(decl *load.Resource) load.ProviderRef {
	ref := decl.Provider
	if ref.Name == "" {
		ref.Name, _, _ = strings.Cut(decl.Type, "_")
	}
	return ref
}

// source is the type of the provider with a local name: the last part of its source address.
func (s *scope) source(local string) string {
	if required, ok := s.module.Required[local]; ok && required.Source != "" {
		return path.Base(required.Source)
	}
	return local
}

// configuration resolves a local name, "aws" or "aws.dr", to a configuration: a provider block of the module itself, else what
// the call hands down, else for a default configuration the caller's own. extra is what the key of the reference sees.
func (s *scope) configuration(ref load.ProviderRef, extra names, at hcl.Range) *provider {
	if block := s.providerBlock(ref.Name); block != nil && block.ForEach != nil {
		return s.providerInstance(block, ref, extra, at)
	}
	if ref.Key != nil {
		s.run.fault(at, "Provider configuration without instances", fmt.Sprintf("%s has no for_each: it is referred to without a key.", ref.Name))
	}
	if p, ok := s.providers[ref.Name]; ok {
		s.run.ordered = s.run.ordered || p.state == underWay // it has no settings yet
		return p
	}
	p := s.resolve(ref.Name, at)
	s.keepProvider(ref.Name, p)
	return p
}

func (s *scope) keepProvider(ref string, p *provider) {
	if s.providers == nil {
		s.providers = map[string]*provider{}
	}
	s.providers[ref] = p
}

// providerBlock is the module's own block of a name, nil where it has none. The name may be another local name for the same
// provider. An empty block in a module that is handed a configuration only asks for it, as it was written before Terraform 0.13.
func (s *scope) providerBlock(ref string) *load.ProviderBlock {
	local, alias, aliased := strings.Cut(ref, ".")
	block, ok := s.module.Providers[ref]
	if !ok && !aliased && s.module.Required[local] == nil {
		block, ok = s.module.Providers[s.declaredName(local)]
	}
	if !ok || alias != block.Alias {
		return nil
	}
	if s.call != nil && block.Empty() {
		if _, handed := s.call.Providers[ref]; handed {
			return nil
		}
	}
	return block
}

func (s *scope) resolve(ref string, at hcl.Range) *provider {
	local, _, aliased := strings.Cut(ref, ".")
	if block := s.providerBlock(ref); block != nil {
		p := s.newProvider(ref, block.DeclRange)
		s.keepProvider(ref, p)
		s.configure(p, block, nil)
		return p
	}
	if s.call != nil {
		if handed, ok := s.call.Providers[ref]; ok {
			return s.parent.configuration(handed, s.inputs, s.call.DeclRange)
		}
		if !aliased {
			caller := load.ProviderRef{Name: s.parent.localName(s.source(local), local)}
			return s.parent.configuration(caller, nil, s.call.DeclRange)
		}
	}
	p := s.newProvider(ref, hcl.Range{})
	p.Values = cty.EmptyObjectVal
	p.region = s.run.environmentRegion(p, cty.NullVal(cty.String))
	if aliased && (s.call != nil || !s.expects(ref)) {
		s.run.fault(at, "Provider configuration missing", s.lacks(ref))
		if !p.region.IsKnown() {
			p.region = cty.UnknownVal(cty.String).Mark(resource.Why{Cause: resource.Failed, Subject: p.name, Place: place(at)})
		}
	}
	return p
}

func (s *scope) newProvider(ref string, at hcl.Range) *provider {
	local, alias, _ := strings.Cut(ref, ".")
	p := &provider{term: term{name: s.prefix("provider." + ref), place: at}}
	p.Source, p.Name, p.Alias, p.Config = s.source(local), local, alias, p.name
	p.Release = s.release(p.Source)
	return p
}

// release says which releases of a provider Terraform may choose: the one that is locked, else those that the module and its callers
// allow.
func (s *scope) release(source string) string {
	if locked := s.run.root.Locked[source]; locked != "" {
		return "= " + locked
	}
	var constraints []string
	for at := s; at != nil; at = at.parent {
		for _, local := range sorted(at.module.Required) {
			if required := at.module.Required[local]; at.source(local) == source && required.Version != "" {
				constraints = append(constraints, required.Version)
			}
		}
	}
	return strings.Join(constraints, ", ")
}

// providerInstance finds the instance of a configuration with for_each that a key chooses. Where the key or the instances cannot
// be known, one that stands for all of them serves.
func (s *scope) providerInstance(block *load.ProviderBlock, ref load.ProviderRef, extra names, at hcl.Range) *provider {
	rep := s.providerRepetition(block, ref.Name)
	key, why := s.providerKey(rep, ref, extra, at)
	i := slices.Index(rep.keys, key)
	if i < 0 && rep.maybe == nil {
		symbolic := unknownRepetition(mapped, *why, cty.DynamicVal.Mark(*why))
		rep = &symbolic
	}
	return s.providerAt(block, ref.Name, rep, max(i, 0))
}

// providerAt is one instance of a configuration with for_each.
func (s *scope) providerAt(block *load.ProviderBlock, ref string, rep *repetition, i int) *provider {
	full := ref + rep.instanceKey(i)
	kept := full
	if rep.maybe != nil {
		kept += " " + rep.maybe.Subject
	}
	if p, ok := s.providers[kept]; ok {
		s.run.ordered = s.run.ordered || p.state == underWay
		return p
	}
	p := s.newProvider(ref, block.DeclRange)
	p.name = s.prefix("provider." + full)
	p.Config = p.name
	s.keepProvider(kept, p)
	s.configure(p, block, rep.names(i))
	return p
}

func (s *scope) providerRepetition(block *load.ProviderBlock, ref string) *repetition {
	if rep, ok := s.repeated[ref]; ok {
		return rep
	}
	rep := s.expand(nil, block.ForEach, nil, subject{s.prefix("provider." + ref), block.DeclRange})
	if s.repeated == nil {
		s.repeated = map[string]*repetition{}
	}
	s.repeated[ref] = &rep
	return &rep
}

// providerKey is the key that a reference chooses an instance by; why it cannot be known, where it cannot.
func (s *scope) providerKey(rep *repetition, ref load.ProviderRef, extra names, at hcl.Range) (string, *resource.Why) {
	failed := &resource.Why{Cause: resource.Failed, Subject: s.prefix("provider." + ref.Name), Place: place(at)}
	if ref.Key == nil {
		s.run.fault(at, "Provider instance missing", fmt.Sprintf("%s has for_each: a key must choose one of its instances.", ref.Name))
		return "", failed
	}
	marked := s.eval(ref.Key, extra)
	v, _ := marked.Unmark()
	if !v.IsKnown() {
		return "", reason(marked, *failed)
	}
	v, err := convert.Convert(v, cty.String)
	switch {
	case err != nil || v.IsNull():
		s.run.fault(at, "Invalid provider key", fmt.Sprintf("The key of %s must be a string.", ref.Name))
	case rep.maybe == nil && !slices.Contains(rep.keys, v.AsString()):
		s.run.fault(at, "Provider instance missing", fmt.Sprintf("%s has no instance %s.", ref.Name, quote(v.AsString())))
	default:
		return v.AsString(), failed
	}
	return "", failed
}

// lacks says that there is no configuration of a name.
func (s *scope) lacks(ref string) string {
	if s.call == nil {
		return fmt.Sprintf("There is no provider block for %s.", ref)
	}
	return fmt.Sprintf("%s needs the provider configuration %s, which its call does not pass.", s.address, ref)
}

// localName is the name by which a module knows the provider of a source; the fallback where it does not name it.
func (s *scope) localName(source, fallback string) string {
	if s.source(fallback) == source {
		return fallback
	}
	return cmp.Or(s.declaredName(source), fallback)
}

// declaredName is the local name that the module gives in required_providers to the provider that is called source; "" where it
// gives none.
func (s *scope) declaredName(source string) string {
	for _, local := range sorted(s.module.Required) {
		if s.source(local) == source {
			return local
		}
	}
	return ""
}

// expects reports whether the module declares that its caller must pass a configuration.
func (s *scope) expects(ref string) bool {
	local, _, _ := strings.Cut(ref, ".")
	required, ok := s.module.Required[local]
	if !ok {
		return false
	}
	for _, alias := range required.Aliases {
		if alias == ref {
			return true
		}
	}
	return false
}

// configure evaluates a provider block, which sees extra as each. A block that waits for itself has no settings.
func (s *scope) configure(p *provider, block *load.ProviderBlock, extra names) {
	r := s.run
	p.Values, p.region = cty.EmptyObjectVal, r.failure(p.name, block.DeclRange)
	r.settle(&p.term, func() {
		var b *schema.Block
		if r.opts.Schemas != nil {
			b = r.opts.Schemas.Provider(p.Source)
		}
		written := s.object(r.content(block, block.Config, b), b, extra)
		for _, meta := range load.ProviderMetaArguments {
			delete(written, meta)
		}
		p.Values = cty.ObjectVal(written)
		if b != nil {
			fitted := schema.Fit(p.Values, b, nil).AsValueMap()
			r.misfits(fitted, block.DeclRange, p.Provider)
			p.Values = cty.ObjectVal(fitted)
		}
		region := cty.NullVal(cty.String)
		if p.Values.Type().HasAttribute("region") {
			region = p.Values.GetAttr("region")
		}
		p.region = r.environmentRegion(p, region)
	})
}

// environmentRegion is the region of a configuration: as it is set, else what the environment would say, else null for a provider
// that has no regions. Providers take "" for a region that is not set.
func (r *run) environmentRegion(p *provider, set cty.Value) cty.Value {
	if plain, _ := set.Unmark(); !plain.IsNull() && !isEmptyText(plain) {
		return set
	}
	if r.opts.Schemas == nil {
		return cty.NullVal(cty.String)
	}
	b := r.opts.Schemas.Provider(p.Source)
	if b == nil {
		return cty.NullVal(cty.String)
	}
	if _, ok := b.Attributes["region"]; !ok {
		return cty.NullVal(cty.String)
	}
	why := resource.Why{Cause: resource.FromEnv, Subject: p.name}
	if p.place != (hcl.Range{}) {
		why.Place = place(p.place)
	}
	return cty.UnknownVal(cty.String).RefineNotNull().Mark(why)
}
