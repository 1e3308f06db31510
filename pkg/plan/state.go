package plan

import (
	"fmt"
	"path"
	"strings"

	"github.com/baalint/baalint/pkg/resource"
)

// readRawState reads a state file as Terraform keeps it.
func (d *Document) readRawState(top map[string]span) error {
	t := d.text
	if version := t.raw(top["version"]); version != "4" {
		return t.fault(top["version"].start, fmt.Sprintf(
			"the state has version %s; version 4 can be read, which Terraform has written since 0.12: terraform apply -refresh-only writes it anew", version))
	}
	if err := d.shape(top); err != nil {
		return err
	}
	t.elements(top["resources"], d.readStateResource)
	return nil
}

// readStateResource reads the instances of a resource block.
func (d *Document) readStateResource(object span) {
	t := d.text
	base := d.instance(object, t.str(t.get(object, "module")))
	if base == nil {
		return
	}
	base.source, base.configured = stateProvider(t.str(t.get(object, "provider")), base.source)
	t.elements(t.get(object, "instances"), func(s span) {
		i := *base
		i.object, i.wrapped = s, true
		deposed := false
		t.members(s, func(m member) {
			switch m.name {
			case "index_key":
				i.key = t.key(m.value)
			case "deposed":
				deposed = t.str(m.value) != ""
			case "attributes":
				i.values = m.value
			case "dependencies":
				i.dependsOn = t.strings(m.value)
			case "sensitive_attributes":
				t.elements(m.value, func(path span) { i.hidden = append(i.hidden, t.firstStep(path)) })
			}
		})
		if deposed {
			return
		}
		if !i.values.ok() {
			d.Gaps = append(d.Gaps, fmt.Sprintf("%s has no attributes in the form that Terraform has written since 0.12", i.block()))
			return
		}
		i.address = prefixed(i.module, i.block()+i.key)
		d.keep(&i)
	})
}

// firstStep is the attribute that a path into a value begins with.
func (t *text) firstStep(path span) string {
	first := ""
	t.elements(path, func(s span) {
		if first == "" {
			first = t.str(t.get(s, "value"))
		}
	})
	return first
}

// stateProvider reads `module.x.provider["registry.terraform.io/hashicorp/aws"].dr`: the type of the provider, and the address of
// its configuration.
func stateProvider(address, fallback string) (source, configured string) {
	before, rest, ok := strings.Cut(address, `provider["`)
	full, alias, closed := strings.Cut(rest, `"]`)
	if !ok || !closed {
		return fallback, "provider." + fallback
	}
	source = path.Base(full)
	return source, before + "provider." + source + alias
}

// secretive are parts of the names of attributes that hold secrets, for documents that do not say which are.
var secretive = []string{"password", "secret", "private_key", "connection_string", "access_key", "credential", "certificate", "sas_token"}

func (i *instance) hides(name string, flagged bool) bool {
	for _, hidden := range i.hidden {
		if hidden == name {
			return true
		}
	}
	if flagged || i.mode != resource.Managed {
		return false
	}
	for _, part := range secretive {
		if strings.Contains(name, part) && !strings.HasSuffix(name, "_id") && !strings.HasSuffix(name, "_arn") {
			return true
		}
	}
	return false
}
