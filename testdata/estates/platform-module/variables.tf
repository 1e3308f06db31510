variable "name" {
  description = "Prefix of everything this module creates."
  type        = string
}

variable "vault_kms_key_arn" {
  description = "The key that encrypts recovery points."
  type        = string
}

variable "destination_vault_arn" {
  description = "The vault that copies go to."
  type        = string
}

variable "schedule" {
  description = "When backups start."
  type        = string
}

variable "delete_after_days" {
  description = "How long recovery points are kept."
  type        = number
}

variable "create_lock" {
  description = "Lock the vault in compliance mode."
  type        = bool
}

variable "lock" {
  type = object({
    min_days   = optional(number, 30)
    max_days   = optional(number, 3650)
    grace_days = optional(number, 3)
  })
  default = {}
}

variable "selections" {
  description = "Tag values by selection name."
  type = map(object({
    key   = optional(string, "backup")
    value = string
  }))
}

variable "databases" {
  description = "Databases to create, by name."
  type = map(object({
    engine            = string
    instance_class    = string
    allocated_storage = number
    encrypted         = optional(bool, true)
    kms_key_arn       = optional(string)
  }))
}

variable "notify_topic_arn" {
  description = "Told about failed jobs."
  type        = string
}

variable "backup_role_arn" {
  type = string
}
