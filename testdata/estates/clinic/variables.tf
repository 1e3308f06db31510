variable "region" {
  type    = string
  default = "us-east-1"
}

variable "dr_region" {
  description = "Where copies of the recovery points go."
  type        = string
  default     = "us-east-1"
}

variable "practice" {
  type = string
}

variable "backup_days" {
  description = "How long nightly recovery points are kept."
  type        = number
  default     = 35
}

variable "database" {
  type = object({
    class       = optional(string, "db.t4g.medium")
    storage_gb  = optional(number, 100)
    backup_days = optional(number, 7)
  })
  default = {}
}

variable "database_password" {
  type      = string
  sensitive = true
}

variable "subnet_ids" {
  type = list(string)
}
