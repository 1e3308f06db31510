region         = "us-west-2"
retention_days = 1
