region          = "us-east-1"
recovery_region = "us-west-2"

accounts = {
  records = "210987654321"
  vault   = "310987654321"
  audit   = "410987654321"
}

on_call_email = "backup-oncall@lakeside-health.example"

hospitals = {
  lakeside = {
    storage_gb = 800
  }
  northfield = {
    instance_class = "db.r6g.xlarge"
  }
}
