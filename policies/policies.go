// Package policies embeds everything that decides what baalint says: the catalogue of resource types, the rules and their
// library, the providers' schemas, the lists of eligible services and regions, the obligations and the profiles.
package policies

import "embed"

// FS holds the folders catalogue, coverage, eligibility, lib, rules and schemas, obligations.yaml, profiles.yaml, traceability.yaml,
// compiled.txt: rules and lib as OPA compiles them, and symbols.json: the attributes of data sources that repeat a setting of their
// provider, type to attribute to setting.
//
//go:embed all:catalogue coverage eligibility/*.tsv all:lib all:rules schemas/*.jsonl compiled.txt obligations.yaml profiles.yaml symbols.json traceability.yaml
var FS embed.FS
