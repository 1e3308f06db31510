package lib

# Regions and the countries they are in. The table arrives as input.regions, by cloud, then by the region's name in lower case
# and without spaces; pkg/eligibility makes it:
#
#	{
#		"aws": {"us-east-1": {"country": "US", "countries": ["US"], "complete": true}, …},
#		"azure": {"eastus": {…, "pair": "westus"}, …},
#		"google": {"nam4": {…, "members": ["us-central1", "us-east1"]}, "asia": {"countries": [], "complete": false}, …},
#		"groups": {"EU": ["AT", "BE", …]},
#		"hosts": {"mongodb-atlas": ["aws", "azure", "google"]}
#	}
#
# country is there only where a region lies in one country for certain. complete is false where it also lies in countries
# that the provider does not publish.

# place is the entry of a region, or of the region that a zone is in, or of that region of the cloud that a vendor runs on; undefined
# where the table knows none.
place(region, cloud) := entry if {
	entry := input.regions[cloud][canonical(region)]
} else := entry if {
	entry := input.regions[cloud][zone_region(canonical(region))]
} else := entry if {
	some host in input.regions.hosts[cloud]
	entry := input.regions[host][canonical(region)]
}

# canonical is the name as the table has it: "East US" and "eastus" are one region.
canonical(region) := replace(lower(region), " ", "") if is_string(region)

# zone_region takes the zone off: us-east-1a, us-central1-a.
zone_region(name) := regex.replace(name, `(\d)-?[a-z]$`, "$1")

known_region(region, cloud) if place(region, cloud)

# country is the ISO 3166 code of the one country that a region is in.
country(region, cloud) := place(region, cloud).country

# pair is the region that Azure copies to where a store or a vault is geo-redundant.
pair(region, cloud) := place(region, cloud).pair

# region_of is the region of a store or a vault. A database without a place of its own is where its server is.
region_of(holder) := holder.region if {
	is_string(holder.region)
} else := region_above(holder)

# region_above is the region of what a store is part of.
region_above(store) := region if {
	region := input.facts[store.parent].region
	is_string(region)
}

# key_place is the region of a store's key: its own, or that of the ring that holds it.
key_place(store) := store.key_region if {
	is_string(store.key_region)
} else := region if {
	region := input.facts[input.facts[store.key].ring].region
	is_string(region)
}

# agreed_names are the places that the agreement permits, as it writes them: those of the cloud's own vendor, else those of all.
agreed_names(cloud) := input.terms.vendor_regions[cloud] if {
	is_string(cloud)
} else := input.terms.regions

# agreed_places holds them in canonical form: names of regions, countries and groups of countries.
agreed_places(cloud) := {canonical(name) | some name in agreed_names(cloud)}

agreed_countries(cloud) := {upper(name) | some name in agreed_names(cloud)} | {code |
	some group, codes in input.regions.groups
	lower(group) in agreed_places(cloud)
	some code in codes
}

# permitted holds where the agreement names the region, or every country that it lies in, or every region that it is made of.
permitted(region, cloud) if permitted_part(region, cloud)

# Two regions of a bucket's own choice: us-east1+us-west1.
permitted(region, cloud) if {
	contains(region, "+")
	every part in split(region, "+") {
		permitted_part(part, cloud)
	}
}

permitted_part(region, cloud) if canonical(region) in agreed_places(cloud)

permitted_part(region, cloud) if zone_region(canonical(region)) in agreed_places(cloud)

permitted_part(region, cloud) if {
	entry := place(region, cloud)
	entry.complete
	count(entry.countries) > 0
	every code in entry.countries {
		code in agreed_countries(cloud)
	}
}

permitted_part(region, cloud) if {
	members := place(region, cloud).members
	count(members) > 0
	every member in members {
		member in agreed_places(cloud)
	}
}

# outside holds where the table knows the region and the agreement does not permit it. A region that the table does not know
# is never outside, and permitted only where the agreement names it: a rule makes it open.
outside(region, cloud) if {
	known_region(region, cloud)
	not permitted(region, cloud)
}

outside(region, cloud) if {
	contains(region, "+")
	some part in split(region, "+")
	known_region(part, cloud)
	not permitted_part(part, cloud)
}

# unplaced holds for a region that is neither permitted nor outside, because nobody knows where it is.
unplaced(region, cloud) if {
	is_string(region)
	not known_region(region, cloud)
	not permitted(region, cloud)
	not outside(region, cloud)
}

# permitted_places lists the permitted places as the agreement writes them, for messages.
permitted_places(cloud) := concat(", ", agreed_names(cloud))

# region_text writes a region for people, with its country where it has one: "eu-west-1 (IE)".
region_text(region, cloud) := sprintf("%s (%s)", [region, country(region, cloud)])

region_text(region, cloud) := region if not country(region, cloud)

# outside_text and unplaced_text say of a region what is wrong with it, for messages; undefined where it is not.
outside_text(region, cloud) := sprintf("%s, outside the permitted places (%s)", [region_text(region, cloud), permitted_places(cloud)]) if outside(region, cloud)

unplaced_text(region, cloud) := "a region whose name is empty" if {
	trim_space(region) == ""
	unplaced(region, cloud)
} else := sprintf("%s, of which it is not known where it lies", [region]) if unplaced(region, cloud)
