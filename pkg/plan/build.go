package plan

import (
	"iter"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"github.com/baalint/baalint/pkg/resource"
	"github.com/baalint/baalint/pkg/schema"
)

// Resources makes what exists once the plan is applied, or now in a state: sorted by address. Places are in the file.
func (d *Document) Resources() []*resource.Resource {
	out := make([]*resource.Resource, 0, len(d.instances))
	for resources := range d.inParts(max(len(d.instances), 1)) {
		out = append(out, resources...)
	}
	return out
}

// inParts makes the resources, so many at a time, each part side by side.
func (d *Document) inParts(size int) iter.Seq[[]*resource.Resource] {
	accounts := d.accounts()
	return func(yield func([]*resource.Resource) bool) {
		for part := range slices.Chunk(d.instances, size) {
			if !yield(d.make(part, accounts)) {
				return
			}
		}
		d.made = true
	}
}

func (d *Document) make(instances []*instance, accounts bool) []*resource.Resource {
	const least = 64
	size := max(least, (len(instances)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	made := make([]*resource.Resource, len(instances))
	var all sync.WaitGroup
	var mu sync.Mutex
	start := 0
	for chunk := range slices.Chunk(instances, size) {
		out := made[start : start+len(chunk)]
		start += len(chunk)
		all.Go(func() {
			var secrets []resource.Range
			for n, i := range chunk {
				r := d.reader(i)
				out[n] = r.resource(accounts)
				secrets = append(secrets, r.secrets...)
			}
			mu.Lock()
			defer mu.Unlock()
			d.secrets = append(d.secrets, secrets...)
		})
	}
	all.Wait()
	return made
}

func (d *Document) reader(i *instance) *reader {
	r := &reader{document: d, text: d.text, instance: i, schema: d.schemaOf(i)}
	if m := d.root.within(i.module); m != nil {
		if b := m.blocks[i.block()]; b != nil {
			r.where = where{module: i.module, in: m, key: i.key, forEach: b.forEach}
		}
	}
	return r
}

// resource reads an instance.
func (r *reader) resource(accounts bool) *resource.Resource {
	i, t := r.instance, r.text
	s := slot{after: t.tree(i.values), unknown: t.tree(i.unknown), sensitive: t.tree(i.sensitive)}
	if s.after == nil || s.after.first != '{' {
		s.after = &node{first: '{'}
	}
	if r.where.in != nil {
		s.written = []*node{r.where.in.blocks[i.block()].expressions}
	}
	written := r.block(s, r.schema, true)
	r.hide(written, s.after)
	effective := r.effective(written)
	for name, v := range written {
		if !v.IsMarked() && v.IsNull() { // as what is not there
			delete(written, name)
		}
	}
	rest := resource.Rest(nil)
	if r.schema != nil {
		if !schema.FitWritten(written, r.schema, nil) { // Terraform took it
			schema.WrittenOfOtherRelease(written)
		}
		rest = absent{r.schema}
	}
	p := *r.document.providerOf(i)
	p.Source = i.source
	if effective {
		p.Values = p.plainly
	}
	region, account := t.arn(i)
	if accounts && account != "" {
		p.Config += " in " + account
	}
	return &resource.Resource{
		Address: i.address, Mode: i.mode, Type: i.typ, Name: i.name, Module: i.module, Root: r.document.Name,
		Provider: p.Provider, Written: written, Rest: rest, Region: r.region(written, region, p.region), Maybe: i.maybe,
		Place: t.header(i.object, headerOf(i)), Body: t.place(i.object.start, i.object.end),
	}
}

// absent is what a document says of the attributes that are not in it: nothing.
type absent struct{ *schema.Block }

// Value implements resource.Rest.
func (a absent) Value(_ *resource.Resource, name string) (cty.Value, bool) { return a.Absent(name) }

// headerOf is the member that an instance is told of at.
func headerOf(i *instance) string {
	if i.wrapped {
		return "index_key"
	}
	return "address"
}

// hide marks what must not be printed in a document that does not say so itself, or does so by its name.
func (r *reader) hide(written map[string]cty.Value, after *node) {
	for name, v := range written {
		plain, _ := v.Unmark()
		if !r.instance.hides(name, r.instance.sensitive.ok()) || plain.IsKnown() && plain.IsNull() {
			continue
		}
		written[name] = v.Mark(resource.Sensitive{})
		if m := after.member(name); m != nil {
			r.secrets = append(r.secrets, r.text.place(m.start, m.end))
		}
	}
}

// identity are the attributes whose values are of use whoever chose them.
var identity = map[string]bool{"id": true, "name": true, "region": true, "location": true, "tags_all": true, "terraform_labels": true}

// merged are the attributes that hold what is written together with what the settings of the provider add to every resource.
var merged = []struct{ written, all, settings string }{
	{"tags", "tags_all", "default_tags"}, {"labels", "terraform_labels", "default_labels"},
}

// effective puts what the provider adds to every resource into what is written, where the document shows it: how the provider is
// configured a plan need not tell, and a state cannot. It reports whether it has.
func (r *reader) effective(written map[string]cty.Value) bool {
	done := false
	for _, m := range merged {
		all, ok := written[m.all]
		if !ok {
			continue
		}
		v, _ := all.Unmark()
		if !v.IsWhollyKnown() || v.IsNull() || !v.CanIterateElements() {
			continue
		}
		if own, ok := written[m.written]; ok {
			_, marks := own.Unmark()
			v = v.WithMarks(marks)
		}
		written[m.written], done = v, true
	}
	return done
}

// region is where an instance lives: as it says itself, else as its ARN says, else as its provider configuration says.
func (r *reader) region(written map[string]cty.Value, arn string, configured cty.Value) cty.Value {
	var unknown cty.Value
	for _, name := range []string{"region", "location"} {
		v, ok := written[name]
		if !ok {
			continue
		}
		plain, _ := v.Unmark()
		switch {
		case !plain.IsKnown():
			unknown = cty.UnknownVal(cty.String).WithSameMarks(v)
		case !plain.IsNull() && plain.Type() == cty.String:
			return v
		}
	}
	switch {
	case arn != "":
		return cty.StringVal(arn)
	case unknown != cty.NilVal && !set(configured):
		return unknown
	}
	return configured
}

// accounts reports whether a state names several accounts, and not the provider configurations that would tell them apart.
func (d *Document) accounts() bool {
	if d.Kind != State {
		return false
	}
	first := ""
	for _, i := range d.instances {
		_, account := d.text.arn(i)
		switch {
		case i.configured != "" || account == "":
		case first == "":
			first = account
		case account != first:
			return true
		}
	}
	return false
}

func number(key string) int {
	n, err := strconv.Atoi(key)
	if err != nil || n < 0 {
		return 1 << 30
	}
	return n
}
