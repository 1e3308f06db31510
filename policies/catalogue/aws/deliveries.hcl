# Who delivers logs to buckets, which then hold evidence, and which buckets hold what programs need: pages for everyone, code, artifacts.
# A bucket of programs that is named from outside the configuration is passed over, lest any bucket might be meant.

# Services of AWS, and the accounts of its load balancers, that write nothing but logs.
shape "written_by_services" "store" {
  when = surely(any([
    for s in default(statements(self.policy), []) : any(concat(
      [
        for who in default(s.principals, []) : contains([
          "cloudtrail.amazonaws.com", "config.amazonaws.com", "delivery.logs.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com",
          "logging.s3.amazonaws.com",
        ], who)
      ],
      [for from in default(s.principals_from, []) : regex("(^|[.])data[.]aws_elb_service_account[.]", from) != null],
    ))
    if s.effect == "allow" && any([for a in default(s.actions, []) : contains(["s3:putobject", "s3:put*", "s3:*"], lower(a))])
  ]))
  to   = ["aws_s3_bucket"]
  role = "log"
}

resource "aws_s3_bucket_policy" {
  part "store" {
    like = "written_by_services"
    of   = self.bucket
  }
}

# The same where the bucket says it itself.
resource "aws_s3_bucket" {
  part "store" {
    like = "written_by_services"
    of   = address
  }

  part "store" {
    when = surely(default(self.acl, "") == "log-delivery-write") || any([
      for g in self.grant :
      surely(endswith(default(g.uri, ""), "/s3/LogDelivery")) || surely(read_from(g.id) == "data.aws_cloudfront_log_delivery_canonical_user_id")
    ])
    of   = address
    to   = ["aws_s3_bucket"]
    role = "log"
  }

  part "store" {
    when = length(self.website) > 0
    of   = address
    to   = ["aws_s3_bucket"]
    role = "program"
  }
}

resource "aws_s3_bucket_acl" {
  part "store" {
    when = surely(default(self.acl, "") == "log-delivery-write") || any([
      for g in flatten(self.access_control_policy[*].grant) :
      surely(endswith(default(g.grantee[0].uri, ""), "/s3/LogDelivery")) ||
      surely(read_from(g.grantee[0].id) == "data.aws_cloudfront_log_delivery_canonical_user_id")
    ])
    of   = self.bucket
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

resource "aws_lb, aws_alb" {
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

  # What everybody may fetch: no behaviour that leads to the bucket asks for signed addresses, or has a function on requests that may ask who
  # is there.
  part "store" {
    for_each = [
      for o in self.origin : o.domain_name
      if surely(read_from(o.domain_name) == "aws_s3_bucket") && !any([
        for b in concat(self.default_cache_behavior, self.ordered_cache_behavior) :
        length(default(b.trusted_key_groups, [])) + length(default(b.trusted_signers, [])) +
        length([for f in concat(b.function_association, b.lambda_function_association) : f if endswith(f.event_type, "-request")]) > 0
        if length(self.origin) == 1 || !surely(b.target_origin_id != o.origin_id)
        ]) && any([
        for b in concat(self.default_cache_behavior, self.ordered_cache_behavior) :
        length(self.origin) == 1 || surely(b.target_origin_id == o.origin_id)
      ])
    ]
    of   = each.value
    to   = ["aws_s3_bucket"]
    role = "program"
  }
}

# A website needs a bucket that everybody may read: no-public-grant tells of it.
resource "aws_s3_bucket_website_configuration" {
  part "store" {
    when = surely(read_from(self.bucket) == "aws_s3_bucket") || surely(default(self.bucket, "") != "")
    of   = self.bucket
    to   = ["aws_s3_bucket"]
    role = "program"
  }
}

resource "aws_codepipeline" {
  part "store" {
    for_each = [for a in self.artifact_store : a.location if surely(read_from(a.location) == "aws_s3_bucket") || surely(default(a.location, "") != "")]
    of       = each.value
    to       = ["aws_s3_bucket"]
    role     = "program"
  }
}

resource "aws_mwaa_environment" {
  part "store" {
    when = surely(read_from(self.source_bucket_arn) == "aws_s3_bucket") || surely(default(self.source_bucket_arn, "") != "")
    of   = self.source_bucket_arn
    to   = ["aws_s3_bucket"]
    role = "program"
  }
}

resource "aws_lambda_function" {
  part "store" {
    when = surely(read_from(self.s3_bucket) == "aws_s3_bucket") || surely(default(self.s3_bucket, "") != "")
    of   = self.s3_bucket
    to   = ["aws_s3_bucket"]
    role = "program"
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

resource "aws_wafv2_web_acl_logging_configuration" {
  part "store" {
    for_each = [for arn in self.log_destination_configs : arn if surely(read_from(arn) == "aws_s3_bucket") || surely(regex("^arn:[^:]*:s3:", arn) != null)]
    of       = each.value
    to       = ["aws_s3_bucket"]
    role     = "log"
  }
}

resource "aws_route53_resolver_query_log_config" {
  part "store" {
    when = surely(read_from(self.destination_arn) == "aws_s3_bucket") || surely(regex("^arn:[^:]*:s3:", self.destination_arn) != null)
    of   = self.destination_arn
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

resource "aws_networkfirewall_logging_configuration" {
  part "store" {
    for_each = [
      for d in flatten(self.logging_configuration[*].log_destination_config) : d.log_destination["bucketName"] if d.log_destination_type == "S3"
    ]
    of   = each.value
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

# What AWS charges.
resource "aws_cur_report_definition" {
  part "store" {
    when = surely(read_from(self.s3_bucket) == "aws_s3_bucket") || surely(default(self.s3_bucket, "") != "")
    of   = self.s3_bucket
    to   = ["aws_s3_bucket"]
    role = "program"
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
