# Security groups, whose rules stand in the group or by themselves. Only what takes in the internet counts, or so much of it that nobody has it to himself.

resource "aws_security_group" {
  fact "firewall" {
    like = "security_group"
    name = default(self.name, null)
  }
}

# The group of whatever names none.
resource "aws_default_security_group" {
  fact "firewall" {
    like = "security_group"
  }
}

data "aws_security_group" {
  fact "firewall" {
    name     = self.name
    arn      = self.id
    open     = unknown(self.id)
    open_web = unknown(self.id)
  }
}

shape "security_group" "firewall" {
  arn = self.id
  open = any([
    for r in default(self.ingress, []) : any([for c in default(r.cidr_blocks, []) : internet(c)]) || any([for c in default(r.ipv6_cidr_blocks, []) : internet(c)])
    if contains([80, 443], r.from_port) == false || r.from_port != r.to_port
  ])
  open_web = any([
    for r in default(self.ingress, []) : any([for c in default(r.cidr_blocks, []) : internet(c)]) || any([for c in default(r.ipv6_cidr_blocks, []) : internet(c)])
    if contains([80, 443], r.from_port) && r.from_port == r.to_port
  ])
}

resource "aws_vpc_security_group_ingress_rule" {
  part "firewall" {
    when = (internet(default(self.cidr_ipv4, "")) || internet(default(self.cidr_ipv6, ""))) && (contains([80, 443], default(self.from_port, -1)) == false || default(self.from_port, -1) != default(self.to_port, -1))
    of   = self.security_group_id
    to   = ["aws_security_group", "aws_default_security_group"]
    open = any([internet(default(self.cidr_ipv4, "")), internet(default(self.cidr_ipv6, ""))])
  }
  part "firewall" {
    when     = (internet(default(self.cidr_ipv4, "")) || internet(default(self.cidr_ipv6, ""))) && contains([80, 443], default(self.from_port, -1)) && default(self.from_port, -1) == default(self.to_port, -1)
    of       = self.security_group_id
    to       = ["aws_security_group", "aws_default_security_group"]
    open_web = any([internet(default(self.cidr_ipv4, "")), internet(default(self.cidr_ipv6, ""))])
  }
}

resource "aws_security_group_rule" {
  part "firewall" {
    when = (
      self.type == "ingress" && (any([for c in default(self.cidr_blocks, []) : internet(c)]) || any([for c in default(self.ipv6_cidr_blocks, []) : internet(c)])) &&
      (contains([80, 443], self.from_port) == false || self.from_port != self.to_port)
    )
    of   = self.security_group_id
    to   = ["aws_security_group", "aws_default_security_group"]
    open = any([any([for c in default(self.cidr_blocks, []) : internet(c)]), any([for c in default(self.ipv6_cidr_blocks, []) : internet(c)])])
  }
  part "firewall" {
    when = (
      self.type == "ingress" && (any([for c in default(self.cidr_blocks, []) : internet(c)]) || any([for c in default(self.ipv6_cidr_blocks, []) : internet(c)])) &&
      contains([80, 443], self.from_port) && self.from_port == self.to_port
    )
    of       = self.security_group_id
    to       = ["aws_security_group", "aws_default_security_group"]
    open_web = any([any([for c in default(self.cidr_blocks, []) : internet(c)]), any([for c in default(self.ipv6_cidr_blocks, []) : internet(c)])])
  }
}

# A file system is reached by its mount targets.
resource "aws_efs_mount_target" {
  part "store" {
    of        = self.file_system_id
    to        = ["aws_efs_file_system"]
    firewalls = default(self.security_groups, [])
  }
}
