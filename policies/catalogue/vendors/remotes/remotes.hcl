# Backup tools that machines, containers, manifests and provisioners run: restic, rclone, Borg, Kopia, Duplicati, duplicity, the command line of
# AWS. Where their text names a vendor, that vendor keeps a copy; where it names a place of which it cannot be told whose it is, neither can
# the verdict.

resource "aws_instance" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data, self.user_data_base64)
    like     = "remote"
  }
}

resource "aws_launch_template" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data)
    like     = "remote"
  }
}

resource "aws_launch_configuration" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data, self.user_data_base64)
    like     = "remote"
  }
}

resource "aws_spot_instance_request" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data, self.user_data_base64)
    like     = "remote"
  }
}

resource "aws_lightsail_instance" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data)
    like     = "remote"
  }
}

resource "aws_ecs_task_definition" {
  fact "service" {
    for_each = remotes_in(hosts, self.container_definitions)
    like     = "remote"
  }
}

resource "aws_batch_job_definition" {
  fact "service" {
    for_each = remotes_in(hosts, self.container_properties)
    like     = "remote"
  }
}

resource "aws_ssm_document" {
  fact "service" {
    for_each = remotes_in(hosts, self.content)
    like     = "remote"
  }
}

resource "azurerm_linux_virtual_machine" {
  fact "service" {
    for_each = remotes_in(hosts, self.custom_data, self.user_data)
    like     = "remote"
  }
}

resource "azurerm_windows_virtual_machine" {
  fact "service" {
    for_each = remotes_in(hosts, self.custom_data, self.user_data)
    like     = "remote"
  }
}

resource "azurerm_linux_virtual_machine_scale_set" {
  fact "service" {
    for_each = remotes_in(hosts, self.custom_data, self.user_data)
    like     = "remote"
  }
}

resource "azurerm_windows_virtual_machine_scale_set" {
  fact "service" {
    for_each = remotes_in(hosts, self.custom_data, self.user_data)
    like     = "remote"
  }
}

resource "azurerm_virtual_machine_extension" {
  fact "service" {
    for_each = remotes_in(hosts, self.settings)
    like     = "remote"
  }
}

resource "azurerm_container_group" {
  fact "service" {
    for_each = remotes_in(hosts, self.container)
    like     = "remote"
  }
}

resource "azurerm_container_app_job" {
  fact "service" {
    for_each = remotes_in(hosts, self.template)
    like     = "remote"
  }
}

resource "google_compute_instance" {
  fact "service" {
    for_each = remotes_in(hosts, self.metadata_startup_script, self.metadata)
    like     = "remote"
  }
}

resource "google_compute_instance_template" {
  fact "service" {
    for_each = remotes_in(hosts, self.metadata_startup_script, self.metadata)
    like     = "remote"
  }
}

resource "google_cloud_run_v2_job" {
  fact "service" {
    for_each = remotes_in(hosts, self.template)
    like     = "remote"
  }
}

resource "digitalocean_droplet" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data)
    like     = "remote"
  }
}

resource "linode_instance" {
  fact "service" {
    for_each = remotes_in(hosts, self.metadata)
    like     = "remote"
  }
}

resource "linode_stackscript" {
  fact "service" {
    for_each = remotes_in(hosts, self.script)
    like     = "remote"
  }
}

resource "helm_release" {
  fact "service" {
    for_each = remotes_in(hosts, self.values, self.set)
    like     = "remote"
  }
}

resource "kubernetes_manifest" {
  fact "service" {
    for_each = remotes_in(hosts, self.manifest)
    like     = "remote"
  }
}

resource "kubectl_manifest" {
  fact "service" {
    for_each = remotes_in(hosts, self.yaml_body)
    like     = "remote"
  }
}

resource "kubernetes_cron_job" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_cron_job_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_daemon_set_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_daemonset" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_deployment" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_deployment_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_job" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_job_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_pod" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_pod_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_stateful_set" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_stateful_set_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "remote"
  }
}

resource "kubernetes_config_map" {
  fact "service" {
    for_each = remotes_in(hosts, self.data)
    like     = "remote"
  }
}

resource "kubernetes_config_map_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.data)
    like     = "remote"
  }
}

resource "kubernetes_secret" {
  fact "service" {
    for_each = remotes_in(hosts, self.data)
    like     = "remote"
  }
}

resource "kubernetes_secret_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.data)
    like     = "remote"
  }
}

# What provisioners run, on resources of any type.
resource "*" {
  fact "service" {
    for_each = remotes_in(hosts, self.provisioner)
    like     = "remote"
  }
}

data "cloudinit_config" {
  fact "service" {
    for_each = remotes_in(hosts, self.part)
    like     = "remote"
  }
}

shape "remote" "service" {
  cloud    = each.value.key
  vendor   = each.value.name
  service  = each.value.service
  eligible = each.value.eligible
  consumer = each.value.consumer
  region   = null
  holds    = "stores"
}
