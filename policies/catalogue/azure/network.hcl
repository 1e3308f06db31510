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
shape "security_rules" "firewall" {
  rules = [for r in each.value : { allow = lower(r.access) == "allow", priority = r.priority, ports = join(",", r.ports), protocol = lower(r.protocol) }
    if lower(r.direction) == "inbound" && any([for s in r.sources : contains(["*", "internet", "any"], lower(s)) || internet(s)]) &&
    (lower(r.access) == "deny" || !all([for p in r.ports : contains(["80", "443", "9000", "9003", "1438", "1440", "1452"], p)]))
  ]
}

resource "azurerm_network_security_group" {
  fact "firewall" {
    for_each = [[for r in default(self.security_rule, []) : {
      access  = r.access, direction = r.direction, priority = r.priority, protocol = r.protocol
      ports   = [for p in concat([for p in default(r.destination_port_ranges, []) : p], [r.destination_port_range]) : p if default(p, "") != ""]
      sources = [for s in concat([for s in default(r.source_address_prefixes, []) : s], [r.source_address_prefix]) : s if default(s, "") != ""]
    }]]
    like = "security_rules"
    name = self.name
    arn  = self.id
  }
}

resource "azurerm_network_security_rule" {
  part "firewall" {
    for_each = [[{
      access  = self.access, direction = self.direction, priority = self.priority, protocol = self.protocol
      ports   = [for p in concat([for p in default(self.destination_port_ranges, []) : p], [self.destination_port_range]) : p if default(p, "") != ""]
      sources = [for s in concat([for s in default(self.source_address_prefixes, []) : s], [self.source_address_prefix]) : s if default(s, "") != ""]
    }]]
    like = "security_rules"
    of   = self.network_security_group_name
    to   = ["azapi_resource", "azurerm_network_security_group"]
  }
}

# Through Azure's own API rules stand in the body of the group, or are children of it.
resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.]network/", self.type) != null)

  fact "firewall" {
    for_each = [for body in [self.body] : [for r in default(pick(body, "properties", "securityRules"), []) : {
      access   = pick(r, "properties", "access"), direction = pick(r, "properties", "direction"), priority = pick(r, "properties", "priority")
      protocol = pick(r, "properties", "protocol")
      ports    = [for p in concat(default(pick(r, "properties", "destinationPortRanges"), []), [pick(r, "properties", "destinationPortRange")]) : p if default(p, "") != ""]
      sources  = [for s in concat(default(pick(r, "properties", "sourceAddressPrefixes"), []), [pick(r, "properties", "sourceAddressPrefix")]) : s if default(s, "") != ""]
    }] if surely(startswith(lower(self.type), "microsoft.network/networksecuritygroups@"))]
    like = "security_rules"
    name = self.name
    arn  = self.id
  }

  part "firewall" {
    for_each = [for body in [self.body] : [{
      access   = pick(body, "properties", "access"), direction = pick(body, "properties", "direction"), priority = pick(body, "properties", "priority")
      protocol = pick(body, "properties", "protocol")
      ports    = [for p in concat(default(pick(body, "properties", "destinationPortRanges"), []), [pick(body, "properties", "destinationPortRange")]) : p if default(p, "") != ""]
      sources  = [for s in concat(default(pick(body, "properties", "sourceAddressPrefixes"), []), [pick(body, "properties", "sourceAddressPrefix")]) : s if default(s, "") != ""]
    }] if surely(startswith(lower(self.type), "microsoft.network/networksecuritygroups/securityrules@"))]
    like = "security_rules"
    of   = self.parent_id
    to   = ["azapi_resource", "azurerm_network_security_group"]
  }

  fact "network" {
    when      = surely(startswith(lower(self.type), "microsoft.network/virtualnetworks/subnets@"))
    name      = self.name
    arn       = self.id
    firewalls = [for id in [pick(self.body, "properties", "networkSecurityGroup", "id")] : id if id != null]
  }

  fact "network" {
    when      = surely(startswith(lower(self.type), "microsoft.network/networkinterfaces@"))
    name      = self.name
    arn       = self.id
    firewalls = [for id in [pick(self.body, "properties", "networkSecurityGroup", "id")] : id if id != null]
    within    = pick(self.body, "properties", "ipConfigurations", "0", "properties", "subnet", "id")
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
    to        = ["azapi_resource", "azurerm_subnet"]
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
    to        = ["azapi_resource", "azurerm_network_interface"]
    firewalls = [self.network_security_group_id]
  }
}
