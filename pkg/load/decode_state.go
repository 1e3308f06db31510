package load

import "github.com/hashicorp/hcl/v2"

var (
	encryptionSchema  = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "state"}}}
	stateMethodSchema = attributes("method", "enforced")
)

// backend reads where the state is kept. An override replaces the whole block, whichever type it has.
func (d *decoder) backend(block *hcl.Block) {
	b := &Backend{Type: "cloud", Config: block.Body, DeclRange: block.DefRange, BodyRange: whole(block)}
	if len(block.Labels) > 0 {
		b.Type = block.Labels[0]
	}
	if old := d.m.Backend; old != nil && !d.merge {
		d.fault(block.DefRange, "Declared twice", "The backend is already declared at %s.", old.DeclRange)
		return
	}
	d.m.Backend = b
}

// encryption reads how OpenTofu encrypts the state itself: method = method.aes_gcm.main.
func (d *decoder) encryption(block *hcl.Block) {
	content, _ := d.content(block.Body, encryptionSchema)
	for _, state := range content.Blocks {
		found, _ := d.content(state.Body, stateMethodSchema)
		if method := found.Attributes["method"]; method != nil {
			if ref := d.reference(method.Expr); len(ref) > 1 {
				d.m.StateMethod = secondName(ref[:2])
			}
		} else if d.flag(found.Attributes["enforced"], false) {
			d.m.StateMethod = "external"
		}
	}
}
