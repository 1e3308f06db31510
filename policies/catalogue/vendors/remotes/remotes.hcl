# Backup tools that machines, containers, manifests and provisioners run: restic, rclone, Borg, Kopia, Duplicati, duplicity, the command line of
# AWS. Where their text names a vendor, that vendor keeps a copy; where it names a place of which it cannot be told whose it is, neither can
# the verdict.

resource "aws_instance, aws_launch_configuration, aws_spot_instance_request" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data, self.user_data_base64)
    like     = "vendor"
  }
}

resource "aws_launch_template, aws_lightsail_instance, digitalocean_droplet" {
  fact "service" {
    for_each = remotes_in(hosts, self.user_data)
    like     = "vendor"
  }
}

resource "aws_ecs_task_definition" {
  fact "service" {
    for_each = remotes_in(hosts, self.container_definitions)
    like     = "vendor"
  }
}

resource "aws_batch_job_definition" {
  fact "service" {
    for_each = remotes_in(hosts, self.container_properties)
    like     = "vendor"
  }
}

resource "aws_ssm_document" {
  fact "service" {
    for_each = remotes_in(hosts, self.content)
    like     = "vendor"
  }
}

resource "azurerm_linux_virtual_machine, azurerm_windows_virtual_machine, azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine_scale_set" {
  fact "service" {
    for_each = remotes_in(hosts, self.custom_data, self.user_data)
    like     = "vendor"
  }
}

resource "azurerm_virtual_machine_extension" {
  fact "service" {
    for_each = remotes_in(hosts, self.settings)
    like     = "vendor"
  }
}

resource "azurerm_container_group" {
  fact "service" {
    for_each = remotes_in(hosts, self.container)
    like     = "vendor"
  }
}

resource "azurerm_container_app_job, google_cloud_run_v2_job" {
  fact "service" {
    for_each = remotes_in(hosts, self.template)
    like     = "vendor"
  }
}

resource "google_compute_instance, google_compute_instance_template" {
  fact "service" {
    for_each = remotes_in(hosts, self.metadata_startup_script, self.metadata)
    like     = "vendor"
  }
}

resource "linode_instance" {
  fact "service" {
    for_each = remotes_in(hosts, self.metadata)
    like     = "vendor"
  }
}

resource "linode_stackscript" {
  fact "service" {
    for_each = remotes_in(hosts, self.script)
    like     = "vendor"
  }
}

resource "helm_release" {
  fact "service" {
    for_each = remotes_in(hosts, self.values, self.set)
    like     = "vendor"
  }
}

resource "kubernetes_manifest" {
  fact "service" {
    for_each = remotes_in(hosts, self.manifest)
    like     = "vendor"
  }
}

resource "kubectl_manifest" {
  fact "service" {
    for_each = remotes_in(hosts, self.yaml_body)
    like     = "vendor"
  }
}

resource "kubernetes_cron_job, kubernetes_cron_job_v1, kubernetes_daemonset, kubernetes_daemon_set_v1, kubernetes_deployment, kubernetes_deployment_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "vendor"
  }
}

resource "kubernetes_job, kubernetes_job_v1, kubernetes_pod, kubernetes_pod_v1, kubernetes_stateful_set, kubernetes_stateful_set_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.spec)
    like     = "vendor"
  }
}

resource "kubernetes_config_map, kubernetes_config_map_v1, kubernetes_secret, kubernetes_secret_v1" {
  fact "service" {
    for_each = remotes_in(hosts, self.data)
    like     = "vendor"
  }
}

# What provisioners run, on resources of any type.
resource "*" {
  fact "service" {
    for_each = remotes_in(hosts, self.provisioner)
    like     = "vendor"
  }
}

data "cloudinit_config" {
  fact "service" {
    for_each = remotes_in(hosts, self.part)
    like     = "vendor"
  }
}
