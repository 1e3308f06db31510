# Amazon CloudWatch Logs. A retention of 0 days, like none, keeps for ever.

resource "aws_cloudwatch_log_group" {
  fact "log" {
    name      = default(self.name, null)
    kept_days = default(self.retention_in_days, 0) > 0 ? self.retention_in_days : null
    key       = self.kms_key_id
    # The services write these names themselves.
    evidence = any([
      for service in ["docdb", "neptune", "opensearch", "rds", "redshift", "transfer"] : startswith(default(self.name, ""), "/aws/${service}/")
    ])
  }
}

data "aws_cloudwatch_log_group" {
  fact "log" {
    name      = self.name
    kept_days = unknown(self.arn)
    key       = unknown(self.arn)
  }
}
