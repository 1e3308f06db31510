package evaluate

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/baalint/baalint/pkg/load"
	"github.com/baalint/baalint/pkg/resource"
)

// configured makes the instances that stand for a provider block of a module, one for each element of its for_each. A block that only asks
// for a configuration has none.
func (s *scope) configured(ref string) {
	block := s.providerBlock(ref)
	if block == nil || block.Empty() {
		return
	}
	if block.ForEach == nil {
		s.addConfigured(block, s.configuration(load.ProviderRef{Name: ref}, nil, block.DeclRange), s.maybe)
		return
	}
	rep := s.providerRepetition(block, ref)
	for i := range rep.size {
		maybe := s.maybe
		if rep.maybe != nil {
			maybe = rep.maybe
		}
		s.addConfigured(block, s.providerAt(block, ref, rep, i), maybe)
	}
}

func (s *scope) addConfigured(block *load.ProviderBlock, p *provider, maybe *resource.Why) {
	s.run.resources = append(s.run.resources, &resource.Resource{
		Address: p.Config, Mode: resource.Configuration, Type: p.Source, Name: p.Alias, Module: s.address, Root: s.run.root.Module.Dir,
		Provider: p.Provider, Written: p.Values.AsValueMap(), Region: p.region, Place: place(block.DeclRange),
		Body: place(hcl.RangeBetween(block.DeclRange, block.BodyRange)), Calls: s.calls, Maybe: maybe,
	})
}
