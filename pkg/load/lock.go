package load

import (
	"errors"
	"io/fs"
	"path"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// lockFile is where "terraform init" writes which release of each provider it chose.
const lockFile = ".terraform.lock.hcl"

var (
	lockSchema     = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "provider", LabelNames: []string{"source"}}}}
	lockedProvider = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "version", Required: true}}}
)

// readLock reads the lock file of a root. Without one, nothing is locked.
func (t *Tree) readLock(root *Root) {
	name := path.Join(root.Module.Dir, lockFile)
	src, err := readRegular(t.absolute(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err != nil:
		root.Diagnostics = append(root.Diagnostics, unreadable(name, err).diags...)
		return
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	root.Diagnostics = append(root.Diagnostics, diags...)
	content, _, diags := file.Body.PartialContent(lockSchema)
	root.Diagnostics = append(root.Diagnostics, diags...)
	for _, block := range content.Blocks {
		inner, _, diags := block.Body.PartialContent(lockedProvider)
		root.Diagnostics = append(root.Diagnostics, diags...)
		if version := inner.Attributes["version"]; version != nil {
			v, ok, diags := literal(version.Expr, cty.String)
			root.Diagnostics = append(root.Diagnostics, diags...)
			if ok {
				root.Locked[path.Base(block.Labels[0])] = v.AsString()
			}
		}
	}
}
