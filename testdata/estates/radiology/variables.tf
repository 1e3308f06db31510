variable "location" {
  description = "Where everything is, but for the copies."
  type        = string
  default     = "eastus2"
}

variable "archives" {
  description = "Machines of the picture archive, with the LUNs of their data disks that need no backup."
  type = map(object({
    size  = string
    spare = optional(list(number), [])
  }))
  default = {
    gateway = { size = "Standard_D4s_v5" }
    archive = { size = "Standard_E8s_v5", spare = [2] }
  }
}

variable "oncall" {
  description = "Addresses that alerts go to."
  type        = list(string)
  default     = ["oncall@lakeside-radiology.example"]
}

variable "studies_cluster_id" {
  description = "The cluster that reads studies, which another team runs."
  type        = string
}
