region         = "us-east-1"
retention_days = 35
