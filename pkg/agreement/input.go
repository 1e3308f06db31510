package agreement

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Input is the terms as rules see them in input.terms; docs/writing-rules.md describes them.
func (t Terms) Input() map[string]any {
	regions, services, changes := map[string]any{}, map[string]any{}, map[string]any{}
	for _, v := range t.Vendors {
		if v.Cloud != "" && v.Regions != nil {
			regions[v.Cloud] = list(v.Regions)
		}
		if v.Cloud != "" && v.Services != nil {
			services[v.Cloud] = list(v.Services)
		}
		if v.Cloud != "" && v.ServiceChanges != nil {
			changes[v.Cloud] = v.serviceChanges()
		}
	}
	classes := make([]any, len(t.Classes))
	for i, c := range t.Classes {
		classes[i] = map[string]any{
			"name": c.Name, "tag_key": c.TagKey, "tag_value": c.TagValue,
			"rpo_hours": orNull(c.RPOHours), "rto_hours": orNull(c.RTOHours),
			"retention_min_days": orNull(c.RetentionMinDays),
		}
	}
	return map[string]any{
		"stated":             list(t.stated()),
		"regions":            list(t.Regions),
		"vendor_regions":     regions,
		"accounts":           list(t.allAccounts()),
		"account_clouds":     list(t.accountClouds()),
		"services":           services,
		"service_changes":    changes,
		"classes":            classes,
		"rpo_hours":          t.RPOHours,
		"rto_hours":          orNull(t.RTOHours),
		"retention_min_days": t.RetentionMinDays,
		"retention_max_days": orNull(t.RetentionMaxDays),
		"immutable":          t.Immutable,
		"logs_days":          orNull(t.LogsDays),
		"min_tls":            t.MinTLS,
		"customer_managed":   t.CustomerManaged,
		"hsm":                t.HSM,
		"key_rotation_days":  t.KeyRotationDays,
		"key_deletion_days":  t.KeyDeletionDays,
	}
}

// byDefault are the terms of Input for which Defaults has a demand, with their paths in the file.
var byDefault = map[string]string{
	"regions": "places.permitted", "rpo_hours": "recovery.rpo_hours", "retention_min_days": "retention.minimum_days",
	"immutable": "retention.immutable", "min_tls": "transit.minimum_tls", "customer_managed": "keys.customer_managed",
	"key_rotation_days": "keys.rotation_days", "key_deletion_days": "keys.deletion_window_days",
}

// stated are those of them that the file states itself, sorted.
func (t Terms) stated() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(byDefault)) {
		if t.states(byDefault[name]) {
			names = append(names, name)
		}
	}
	return names
}

func (v Vendor) serviceChanges() []any {
	out := make([]any, len(v.ServiceChanges))
	for i, c := range v.ServiceChanges {
		out[i] = map[string]any{"service": c.Service, "covered": c.Covered, "reason": c.Reason, "date": c.Date}
	}
	return out
}

// orNull is null for what is not stated.
func orNull[N int | float64](n N) any {
	if n == 0 {
		return nil
	}
	return n
}

// allAccounts are the permitted accounts and those under an agreement, each once, in the order of the file.
func (t Terms) allAccounts() []string {
	var all []string
	add := func(accounts []string) {
		for _, account := range accounts {
			if !slices.Contains(all, account) {
				all = append(all, account)
			}
		}
	}
	add(t.Accounts)
	for _, v := range t.Vendors {
		add(v.Accounts)
		for _, s := range v.Subcontractors {
			add(s.Accounts)
		}
	}
	return all
}

// accountClouds are the clouds of whose accounts the agreement says which may hold PHI.
func (t Terms) accountClouds() []string {
	var clouds []string
	for _, cloud := range slices.Compact(slices.Sorted(maps.Values(t.names))) {
		stated := slices.ContainsFunc(t.Vendors, func(of Vendor) bool { return of.Cloud == cloud && of.Accounts != nil })
		if stated || t.Accounts != nil {
			clouds = append(clouds, cloud)
		}
	}
	return clouds
}

// Names are what people call vendors, in lower case, with the cloud of their facts: "amazon" is aws.
type Names map[string]string

// cloud is the cloud that a vendor is, or "".
func (n Names) cloud(vendor string) string { return n[strings.ToLower(vendor)] }

// same maps the names of one vendor to one text.
func (n Names) same(vendor string) string {
	return cmp.Or(n.cloud(vendor), strings.ToLower(vendor))
}

func list(texts []string) []any {
	out := make([]any, len(texts))
	for i, text := range texts {
		out[i] = text
	}
	return out
}
