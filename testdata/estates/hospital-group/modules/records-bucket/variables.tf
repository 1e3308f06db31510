variable "name" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

variable "replica_kms_key_arn" {
  type = string
}

variable "keep_days" {
  type        = number
  description = "How long replaced and deleted versions are kept."
}

variable "log_bucket" {
  type = string
}

variable "replica_log_bucket" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}
