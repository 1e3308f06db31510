# One configuration for all clinics of the chain. What they are given is in the pipeline, not here.
variable "clinic" {
  type = string
}

variable "location" {
  type = string
}

variable "redundancy" {
  type    = string
  default = null
}

variable "machines" {
  type = map(object({
    size = string
    lun  = optional(number)
  }))
}

variable "keep_backups" {
  type = bool
}

variable "backup" {
  type = object({
    frequency = string
    days      = number
    hours     = optional(number, 4)
  })
}

variable "immutability" {
  type = string
}

variable "soft_delete_days" {
  type = number
}

variable "public_network" {
  type = bool
}

variable "oncall" {
  type = list(string)
}

variable "administrators" {
  type = string
}
