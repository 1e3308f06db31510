# What the entries of all clouds share.

# The service of another vendor that the configuration names, as vendor_of() and remotes_in() give it.
shape "vendor" "service" {
  cloud    = each.value.key
  vendor   = each.value.name
  service  = each.value.service
  eligible = each.value.eligible
  consumer = each.value.consumer
  region   = null
  holds    = "stores"
}
