variable "project" {
  description = "The laboratory's project."
  type        = string
}

variable "copies_project" {
  type = string
}

variable "region" {
  type = string
}

variable "copies_region" {
  type = string
}

variable "laboratory" {
  description = "Its short name."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{3,8}$", var.laboratory))
    error_message = "Three to eight letters."
  }
}

variable "kept_days" {
  description = "How long backups are kept."
  type        = number
}

variable "locked" {
  description = "Whether backups can be deleted early. Laboratories that are still being set up leave it open."
  type        = bool
}

variable "private" {
  type = bool
}

variable "key" {
  description = "The laboratory's key, where the network has given it one."
  type        = string
  default     = null
}

variable "ring" {
  description = "The ring of the network's keys."
  type        = string
}

variable "disks" {
  description = "Disks of the analysers, by name."
  type = map(object({
    size   = number
    zone   = string
    backed = optional(bool, true)
  }))
}

variable "consumers" {
  description = "Projects that may connect to the database."
  type        = list(string)
}

variable "readers" {
  description = "Who may read results."
  type        = list(string)
}

variable "placements" {
  description = "The two regions of the images, where they are chosen."
  type        = list(string)
}

variable "mirror" {
  type = bool
}

variable "oncall" {
  type = map(string)
}

variable "exceptions" {
  description = "Who may delete backups all the same."
  type        = set(string)
}
