variable "region" {
  type = string
}

variable "retention_days" {
  type = number
}

variable "key_arn" {
  type = string
}
