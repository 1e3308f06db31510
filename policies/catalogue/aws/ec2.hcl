# Amazon EC2: instances with the disks that they make for themselves, the templates of fleets, and the images they start from. What an
# instance keeps on its root disk is taken to be its system, and no records; its other disks hold them, and are backed up with it.
#
# A disk that says nothing of encryption has that of its snapshot or image. Public images are never encrypted.

resource "aws_instance" {
  fact "store" {
    like         = "tagged"
    kind         = "block"
    service      = "ec2"
    role         = "server"
    arn          = self.arn
    arn_resource = "ec2:instance/*"
    source       = is_set(default(self.root_block_device[0].encrypted, null)) ? null : self.ami
    encrypted    = default(self.root_block_device[0].encrypted, default(unknown(self.ami), unknown(self.launch_template[0].id)))
    key          = default(self.root_block_device[0].kms_key_id, null)
    key_manager  = default(self.root_block_device[0].kms_key_id, null) == null ? "parent" : null
    redundancy   = "local"
  }

  fact "store" {
    for_each     = self.ebs_block_device
    kind         = "block"
    service      = "ebs"
    role         = "primary"
    parent       = address
    arn_resource = "ec2:volume/*"
    source       = is_set(each.value.encrypted) ? null : each.value.snapshot_id
    encrypted    = default(each.value.encrypted, default(unknown(each.value.snapshot_id), false))
    key          = default(each.value.kms_key_id, unknown(each.value.snapshot_id))
    redundancy   = "local"
    tags         = merge(default(provider["default_tags"][0].tags, {}), default(self.volume_tags, {}), default(each.value.tags, {}))
  }
}

# The machines of a fleet come and go: their disks are encrypted like any other, and hold nothing that is not elsewhere. A root disk
# has the encryption of the image where the template says nothing of it, any other has none.
resource "aws_launch_template" {
  fact "store" {
    when    = length(flatten(self.block_device_mappings[*].ebs)) > 0
    like    = "tagged"
    kind    = "block"
    service = "ec2"
    role    = "server"
    source = all([
      for d in self.block_device_mappings : lower(default(d.ebs[0].encrypted, "")) == "true" ||
      d.ebs[0].encrypted == null && d.ebs[0].snapshot_id == null && contains(["/dev/xvda", "/dev/sda1"], default(d.device_name, ""))
      if length(d.ebs) > 0
    ]) && any([for d in flatten(self.block_device_mappings[*].ebs) : d.encrypted == null]) ? self.image_id : null
    encrypted = all([
      for d in self.block_device_mappings : default(
        d.ebs[0].encrypted == null ? null : lower(default(d.ebs[0].encrypted, "")) == "true",
        default(unknown(d.ebs[0].snapshot_id), contains(["/dev/xvda", "/dev/sda1"], default(d.device_name, "")) ? unknown(default(self.image_id, address)) : false)
      ) if length(d.ebs) > 0
    ])
    key         = default(flatten(self.block_device_mappings[*].ebs)[0].kms_key_id, null)
    key_manager = default(flatten(self.block_device_mappings[*].ebs)[0].kms_key_id, null) == null ? "parent" : null
    redundancy  = "local"
  }
}

resource "aws_ami" {
  fact "snapshot" {
    name = self.name
    encrypted = length(self.ebs_block_device) == 0 ? unknown(self.id) : all([
      for d in self.ebs_block_device : default(unknown(d.snapshot_id), default(d.encrypted, false))
    ])
  }
}

# The copy of an encrypted image is encrypted, whatever this says; it is made in the resource's own region.
resource "aws_ami_copy" {
  fact "snapshot" {
    name      = self.name
    of_store  = default(self.encrypted, false) ? null : self.source_ami_id
    encrypted = default(self.encrypted, false) ? true : unknown(self.source_ami_id)
  }
  fact "copy" {
    kind        = "recovery-point"
    from        = self.source_ami_id
    from_region = self.source_ami_region
    to_region   = region
    key         = default(self.kms_key_id, null)
    enabled     = true
  }
}

resource "aws_ami_from_instance" {
  fact "snapshot" {
    name     = self.name
    of_store = self.source_instance_id
  }
}

# Amazon, Canonical, Debian, Red Hat, Microsoft, and the sellers of the marketplace publish to everyone.
data "aws_ami" {
  fact "snapshot" {
    encrypted = length(default(self.owners, [])) > 0 && all([
      for owner in default(self.owners, []) : contains([
        "amazon", "aws-marketplace", "microsoft", "099720109477", "136693071363", "137112412989", "309956199498", "591542846629", "602401143452", "801119661308",
      ], owner)
    ]) ? false : unknown(self.id)
  }
}

# Parameters under /aws/service are Amazon's own: the newest of its public images.
data "aws_ssm_parameter" {
  fact "snapshot" {
    when      = surely(regex("^/aws/service/.*ami", default(self.name, "")) != null)
    encrypted = false
  }
}
