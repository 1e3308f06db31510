variable "region" {
  type        = string
  description = "Where the hospitals' systems run."
}

variable "recovery_region" {
  type        = string
  description = "Where their backups are copied to."

  validation {
    condition     = var.recovery_region != var.region
    error_message = "Backups must be copied to another region."
  }
}

variable "accounts" {
  type = object({
    records = string
    vault   = string
    audit   = string
  })
}

variable "on_call_email" {
  type = string
}

variable "hospitals" {
  description = "The hospitals of the group and the databases each runs."
  type = map(object({
    engine_version = optional(string, "16.4")
    instance_class = optional(string, "db.r6g.large")
    storage_gb     = optional(number, 200)
  }))
}

variable "retention_days" {
  type = object({
    daily   = optional(number, 35)
    monthly = optional(number, 400)
  })
  default = {}
}
