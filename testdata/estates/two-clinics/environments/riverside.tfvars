key_arn = null
region  = "eu-central-1"
