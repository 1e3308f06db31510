package evaluate

import (
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

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

// providerOf finds the configuration that serves a resource block.
func (s *scope) providerOf(decl *load.Resource) *provider {
	ref := decl.Provider
	if ref == "" {
		ref, _, _ = strings.Cut(decl.Type, "_")
	}
	p := s.configuration(ref, decl.DeclRange)
	local, _, _ := strings.Cut(ref, ".")
	if p.Source == s.source(local) && p.Name == local {
		return p
	}
	own := *p
	own.Name, own.Source = local, s.source(local)
	return &own
}

// source is the type of the provider with a local name: the last part of its source address.
func (s *scope) source(local string) string {
	if required, ok := s.module.Required[local]; ok && required.Source != "" {
		return path.Base(required.Source)
	}
	return local
}

// configuration resolves a local name, "aws" or "aws.dr", to a configuration: a provider block of the module itself, else what
// the call hands down, else for a default configuration the caller's own.
func (s *scope) configuration(ref string, at hcl.Range) *provider {
	if p, ok := s.providers[ref]; ok {
		return p
	}
	p := s.resolve(ref, at)
	if s.providers == nil {
		s.providers = map[string]*provider{}
	}
	s.providers[ref] = p
	return p
}

func (s *scope) resolve(ref string, at hcl.Range) *provider {
	local, alias, aliased := strings.Cut(ref, ".")
	if block, ok := s.module.Providers[ref]; ok {
		p := &provider{term: term{name: s.prefix("provider." + ref), place: block.DeclRange}}
		p.Source, p.Name, p.Alias, p.Config = s.source(local), local, alias, p.name
		s.configure(p, block)
		return p
	}
	if s.call != nil {
		if handed, ok := s.call.Providers[ref]; ok {
			return s.parent.configuration(handed, s.call.DeclRange)
		}
		if !aliased {
			return s.parent.configuration(s.parent.localName(s.source(local), local), s.call.DeclRange)
		}
	}
	p := &provider{term: term{name: s.prefix("provider." + ref)}}
	p.Source, p.Name, p.Alias, p.Config = s.source(local), local, alias, p.name
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
	for _, local := range sorted(s.module.Required) {
		if s.source(local) == source {
			return local
		}
	}
	return fallback
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

// configure evaluates a provider block. A block that waits for itself has no settings.
func (s *scope) configure(p *provider, block *load.ProviderBlock) {
	r := s.run
	p.Values, p.region = cty.EmptyObjectVal, r.failure(p.name, block.DeclRange)
	if s.providers == nil {
		s.providers = map[string]*provider{}
	}
	key := block.Name
	if block.Alias != "" {
		key += "." + block.Alias
	}
	s.providers[key] = p
	r.settle(&p.term, func() {
		var b *schema.Block
		if r.opts.Schemas != nil {
			b = r.opts.Schemas.Provider(p.Source)
		}
		written := s.object(r.content(block, block.Config, b), b, nil)
		delete(written, "alias")
		delete(written, "version")
		p.Values = cty.ObjectVal(written)
		if b != nil {
			p.Values = schema.Fit(p.Values, b, nil)
			r.misfits(p.Values, written, block.DeclRange)
		}
		region := cty.NullVal(cty.String)
		if p.Values.Type().HasAttribute("region") {
			region = p.Values.GetAttr("region")
		}
		p.region = r.environmentRegion(p, region)
	})
}

// environmentRegion is the region of a configuration: as it is set, else what the environment would say, else null for a provider
// that has no regions.
func (r *run) environmentRegion(p *provider, set cty.Value) cty.Value {
	if !set.IsKnown() || !set.IsNull() {
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
