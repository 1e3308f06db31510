# Network security perimeters. What is associated with one in enforced mode answers no network but those that its rules name; in
# learning mode, which Azure also calls transition, the settings of the resource itself hold.

resource "azurerm_network_security_perimeter_association" {
  part "store" {
    when         = lower(self.access_mode) == "enforced"
    of           = self.resource_id
    to           = ["azapi_resource", "azurerm_storage_account"]
    private_only = true
  }

  part "store" {
    when   = lower(self.access_mode) == "enforced"
    of     = self.resource_id
    to     = ["azapi_resource", "azurerm_mssql_server", "azurerm_cosmosdb_account"]
    public = false
  }

  part "key_container" {
    when   = lower(self.access_mode) == "enforced"
    of     = self.resource_id
    to     = ["azapi_resource", "azurerm_key_vault"]
    public = false
  }
}

# Network security groups. The rule with the lowest priority that fits decides, and what no rule is about comes from the network alone. Rules
# for the ports of the web, or for those by which Azure itself manages managed instances, let nobody through to records.
resource "azurerm_network_security_group" {
  fact "firewall" {
    name = self.name
    arn  = self.id
    rules = [for r in default(self.security_rule, []) : {
      allow    = lower(r.access) == "allow"
      priority = r.priority
      ports    = join(",", [for p in concat([for p in default(r.destination_port_ranges, []) : p], [r.destination_port_range]) : p if default(p, "") != ""])
      protocol = lower(r.protocol)
      } if lower(r.direction) == "inbound" && any([
        for s in concat([for s in default(r.source_address_prefixes, []) : s], [r.source_address_prefix]) : contains(["*", "internet", "any", "0.0.0.0/0", "::/0"], lower(default(s, "")))
        ]) && (lower(r.access) == "deny" || !all([
          for p in concat([for p in default(r.destination_port_ranges, []) : p], [r.destination_port_range]) : contains(["80", "443", "9000", "9003", "1438", "1440", "1452"], p) if default(p, "") != ""
    ]))]
  }
}

resource "azurerm_network_security_rule" {
  part "firewall" {
    when = lower(self.direction) == "inbound" && any([
      for s in concat([for s in default(self.source_address_prefixes, []) : s], [self.source_address_prefix]) : contains(["*", "internet", "any", "0.0.0.0/0", "::/0"], lower(default(s, "")))
      ]) && (lower(self.access) == "deny" || !all([
        for p in concat([for p in default(self.destination_port_ranges, []) : p], [self.destination_port_range]) : contains(["80", "443", "9000", "9003", "1438", "1440", "1452"], p) if default(p, "") != ""
    ]))
    of = self.network_security_group_name
    to = ["azurerm_network_security_group"]
    rules = [{
      allow    = lower(self.access) == "allow"
      priority = self.priority
      ports    = join(",", [for p in concat([for p in default(self.destination_port_ranges, []) : p], [self.destination_port_range]) : p if default(p, "") != ""])
      protocol = lower(self.protocol)
    }]
  }
}

data "azurerm_network_security_group" {
  fact "firewall" {
    name  = self.name
    arn   = self.id
    rules = unknown(self.id)
  }
}

resource "azurerm_subnet" {
  fact "network" {
    name      = self.name
    arn       = self.id
    firewalls = []
  }
}

resource "azurerm_subnet_network_security_group_association" {
  part "network" {
    of        = self.subnet_id
    to        = ["azurerm_subnet"]
    firewalls = [self.network_security_group_id]
  }
}

# An interface stands in a subnet. What comes from the network passes the group of the subnet first, then that of the interface.
resource "azurerm_network_interface" {
  fact "network" {
    name      = self.name
    arn       = self.id
    firewalls = []
    within    = self.ip_configuration[0].subnet_id
  }
}

resource "azurerm_network_interface_security_group_association" {
  part "network" {
    of        = self.network_interface_id
    to        = ["azurerm_network_interface"]
    firewalls = [self.network_security_group_id]
  }
}
