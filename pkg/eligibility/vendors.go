package eligibility

import (
	"slices"
	"strings"
)

// Vendor is one with whom an agreement may be needed: those behind the three clouds, and others.
type Vendor struct {
	// Key is what the cloud of its facts is called: aws, backblaze. Name is what people call it, Also what else, in lower case.
	Key, Name string
	Also      []string
	// Role is that of the stores it keeps: backup where it sells nothing but storage, else "".
	Role string
	// Consumer is true for services to single persons, which sign no agreement without more.
	Consumer bool
	// Encrypts is true where it is known to encrypt whatever it stores.
	Encrypts bool
	// Service is the one that its endpoints are of.
	Service string
}

// LocalKey is the vendor of endpoints on one's own machine.
const LocalKey = "local"

// host shows by its labels, the last first, whose an endpoint is.
type host struct {
	labels         []string
	vendor, region string
}

// regionLabel stands in a host where the region does.
const regionLabel = "{region}"

func (t *Table) addVendor(columns [mostColumns]string) {
	t.vendors[columns[0]] = Vendor{
		Key: columns[0], Name: columns[1], Also: list(columns[2]), Role: columns[3], Service: columns[6],
		Consumer: slices.Contains(list(columns[4]), "consumer"), Encrypts: slices.Contains(list(columns[4]), "encrypts"),
	}
	for _, word := range list(columns[7]) {
		t.remotes[word] = columns[0]
	}
	if places := split(columns[5]); len(places) > 0 {
		t.placesOf[columns[0]] = places
	}
}

func (t *Table) addHost(columns [mostColumns]string) {
	h := host{labels: labels(columns[0]), vendor: columns[1], region: columns[2]}
	last := h.labels[0]
	t.hosts[last] = append(t.hosts[last], h)
}

func (t *Table) addEndpoints(columns [mostColumns]string) {
	t.settings[[2]string{columns[0], columns[1]}] = list(columns[2])
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// labels are those of a host, the last first. An address in brackets is one label, and so is one of numbers.
func labels(name string) []string {
	if strings.HasPrefix(name, "[") || strings.Trim(name, "0123456789.") == "" {
		return []string{name}
	}
	all := strings.Split(name, ".")
	slices.Reverse(all)
	return all
}

// Vendor is the vendor of a key.
func (t *Table) Vendor(key string) (Vendor, bool) {
	v, ok := t.vendors[key]
	return v, ok
}

// Vendors lists all vendors, in no order.
func (t *Table) Vendors() []Vendor {
	all := make([]Vendor, 0, len(t.vendors))
	for _, v := range t.vendors {
		all = append(all, v)
	}
	return all
}

// Endpoint tells whose an endpoint is, a URL or a host: the key of a vendor or LocalKey, with the region where the host says one. It is
// false for a host that the table does not know.
func (t *Table) Endpoint(endpoint string) (key, region string, ok bool) {
	all := labels(hostOf(endpoint))
	best := host{}
	for _, h := range t.hosts[all[0]] {
		if here, matches := h.matches(all); matches && h.closerThan(best) {
			best, region, ok = h, here, true
		}
	}
	return best.vendor, region, ok
}

// Remote tells whom a word of backup tools means, b2 or drive: the key of a vendor.
func (t *Table) Remote(word string) (key string, ok bool) {
	key, ok = t.remotes[word]
	return key, ok
}

// hostOf takes the host out of a URL, or out of a host with a port.
func hostOf(endpoint string) string {
	if _, rest, found := strings.Cut(endpoint, "://"); found {
		endpoint = rest
	}
	name, _, _ := strings.Cut(endpoint, "/")
	if address, _, bracketed := strings.Cut(name, "]"); bracketed {
		return address + "]"
	}
	name, _, _ = strings.Cut(name, ":")
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

// matches tells whether labels end in those of the host, and the region that they say.
func (h host) matches(all []string) (region string, ok bool) {
	if len(all) < len(h.labels) {
		return "", false
	}
	region = h.region
	for i, label := range h.labels {
		switch {
		case label == regionLabel:
			region = all[i]
		case label != all[i]:
			return "", false
		}
	}
	return region, true
}

// closerThan prefers the longer of two hosts, and of two as long the one that leaves no label open.
func (h host) closerThan(other host) bool {
	if len(h.labels) != len(other.labels) {
		return len(h.labels) > len(other.labels)
	}
	return !slices.Contains(h.labels, regionLabel)
}

// Settings lists the settings of the provider block that say where the resources of a type are sent, endpoints.s3; nil where none
// does. The first that is set counts.
func (t *Table) Settings(provider, resourceType string) []string {
	for end := len(resourceType); end > 0; end-- {
		settings, ok := t.settings[[2]string{provider, resourceType[:end]}]
		if !ok {
			continue
		}
		next, _, _ := strings.Cut(resourceType[end:], "_")
		out := make([]string, len(settings))
		for i, s := range settings {
			out[i] = strings.Replace(s, "{name}", next, 1)
		}
		return out
	}
	return nil
}
