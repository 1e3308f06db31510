# Who delivers logs to buckets. A bucket that receives them holds evidence, not records.

resource "aws_lb" {
  part "store" {
    for_each = concat(self.access_logs, self.connection_logs, self.health_check_logs)
    of       = each.value.bucket
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

resource "aws_alb" {
  part "store" {
    for_each = concat(self.access_logs, self.connection_logs, self.health_check_logs)
    of       = each.value.bucket
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

resource "aws_elb" {
  part "store" {
    for_each = self.access_logs
    of       = each.value.bucket
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

# CloudFront names a bucket by its domain.
resource "aws_cloudfront_distribution" {
  part "store" {
    for_each = [for l in self.logging_config : l if l.bucket != null]
    of       = replace(each.value.bucket, ".s3.amazonaws.com", "")
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

resource "aws_flow_log" {
  part "store" {
    for_each = [for destination in [default(self.log_destination, null)] : destination if default(self.log_destination_type, "cloud-watch-logs") == "s3"]
    of       = each.value
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

resource "aws_config_delivery_channel" {
  part "store" {
    of   = self.s3_bucket_name
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

resource "aws_guardduty_publishing_destination" {
  part "store" {
    of   = self.destination_arn
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

resource "aws_s3_bucket_inventory" {
  part "store" {
    for_each = flatten([for d in self.destination : [for b in d.bucket : b.bucket_arn]])
    of       = each.value
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}
