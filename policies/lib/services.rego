package lib

# service_change is what the agreement itself has said so far of a service, beside the vendor's list; undefined where that is nothing.
service_change(cloud, service) := change if {
	some change in input.terms.service_changes[cloud]
	lower(change.service) == lower(service)
	change.date <= input.today
}
