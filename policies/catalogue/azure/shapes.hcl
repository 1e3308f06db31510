# What the entries of Azure share.

# A policy of a backup vault whose retention is written as life cycles.
shape "life_cycles" "schedule" {
  plan      = address
  name      = self.name
  cron      = self.backup_repeating_time_intervals[0]
  kept_days = max([for c in concat(flatten(self.default_retention_rule[*].life_cycle), flatten(self.retention_rule[*].life_cycle)) : days(c.duration)]...)
  enabled   = true
}

# The storage account that a URL is of. One of which the URL tells nothing may be any: it is left as it is.
shape "account_of_url" "store" {
  when = surely(endswith(read_from(each.value), "azurerm_storage_account")) || surely(startswith(each.value, "https://"))
  of   = default(regex("^https://([^.]+)[.]", each.value)[0], each.value)
  to   = ["azapi_resource", "azurerm_storage_account"]
}

# What everyone can read: blobs, of all containers or of one.
shape "public_blobs" "grant" {
  kind            = "resource"
  effect          = "allow"
  scope           = "resource"
  on_concept      = "store"
  principals      = ["*"]
  principal_kinds = ["anyone"]
  actions         = ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]
  conditions      = []
}

# A container whose blobs (blob), or whose blobs and list of blobs (container), anyone can read.
shape "public_container" "grant" {
  like       = "public_blobs"
  when       = contains(["blob", "container"], lower(default(each.value, "none")))
  principals = contains(["blob", "container"], lower(each.value)) ? ["*"] : []
  actions = (
    lower(each.value) == "container"
    ? ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", "Microsoft.Storage/storageAccounts/blobServices/containers/read"]
    : ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]
  )
  resources = [self.name]
}

# A rule of a server's own firewall that lets the whole internet through. Other rules make no fact: the public endpoint is judged.
shape "address_rule" "firewall" {
  when     = surely(regex("^[01][.]", self.start_ip_address) != null) && surely(regex("^25[45][.]", self.end_ip_address) != null)
  name     = self.name
  arn      = self.id
  open     = startswith(self.start_ip_address, "")
  open_web = false
}

shape "behind_rule" "store" {
  when      = surely(regex("^[01][.]", self.start_ip_address) != null) && surely(regex("^25[45][.]", self.end_ip_address) != null)
  firewalls = [address]
}

# A machine with its disks, which the service encrypts.
shape "machine" "store" {
  kind      = "block"
  service   = "virtual-machines"
  role      = "primary"
  name      = self.name
  arn       = self.id
  encrypted = true
  tags      = default(self.tags, {})
}
