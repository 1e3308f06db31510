resource "helm_release" "velero" {
  name       = "velero"
  namespace  = "velero"
  repository = "https://vmware-tanzu.github.io/helm-charts"
  chart      = "velero"

  values = [yamlencode({
    snapshotsEnabled = false
    deployNodeAgent  = true
    configuration = {
      backupStorageLocation = [{
        name     = "default"
        provider = "aws"
        bucket   = aws_s3_bucket.velero.id
        config = {
          region           = "us-east-2"
          s3ForcePathStyle = "true"
          s3Url            = "https://s3.us-east-2.wasabisys.com"
        }
      }]
    }
    schedules = {
      nightly = {
        schedule = "0 2 * * *"
        template = { ttl = "1080h0m0s" }
      }
    }
  })]
}

resource "kubectl_manifest" "weekly" {
  yaml_body = <<-YAML
    apiVersion: velero.io/v1
    kind: Schedule
    metadata:
      name: weekly
      namespace: velero
    spec:
      schedule: "0 4 * * 0"
      template:
        ttl: 168h0m0s
  YAML
}
