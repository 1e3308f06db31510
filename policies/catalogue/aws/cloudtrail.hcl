# AWS CloudTrail. A trail without selectors records management events; advanced selectors replace that default. Selectors that record
# what is read alone leave out what is changed.

resource "aws_cloudtrail" {
  fact "trail" {
    name        = self.name
    enabled     = default(self.enable_logging, true)
    all_regions = default(self.is_multi_region_trail, false)
    management_events = (
      length(self.advanced_event_selector) > 0 ? any([
        for s in self.advanced_event_selector : any([for f in s.field_selector : f.field == "eventCategory" && contains(default(f.equals, []), "Management")]) &&
        any([for f in s.field_selector : f.field == "readOnly" && contains(default(f.equals, []), "true")]) == false
      ]) :
      length(self.event_selector) == 0 ||
      any([for s in self.event_selector : default(s.include_management_events, true) && default(s.read_write_type, "All") != "ReadOnly"])
    )
    data_events = concat(
      flatten([for d in flatten(self.event_selector[*].data_resource) : d.values]),
      flatten([for f in flatten(self.advanced_event_selector[*].field_selector) : default(f.equals, []) if f.field == "resources.type"]),
      flatten([for f in flatten(self.advanced_event_selector[*].field_selector) : concat(default(f.equals, []), default(f.starts_with, [])) if f.field == "resources.ARN"]),
    )
    # Of several selectors for management events one that leaves KMS in is enough.
    key_events = length(self.advanced_event_selector) > 0 ? (
      length([for f in flatten(self.advanced_event_selector[*].field_selector) : f if f.field == "eventCategory" && contains(default(f.equals, []), "Management")]) == 0 ? null :
      any([
        for s in self.advanced_event_selector : any([for f in s.field_selector : contains(default(f.not_equals, []), "kms.amazonaws.com") if f.field == "eventSource"]) == false
        if any([for f in s.field_selector : contains(default(f.equals, []), "Management") if f.field == "eventCategory"])
      ])
      ) : (
      length([for s in self.event_selector : s if !default(s.include_management_events, true)]) == length(self.event_selector) && length(self.event_selector) > 0 ? null :
      length(self.event_selector) == 0 || any([
        for s in self.event_selector : contains(default(s.exclude_management_event_sources, []), "kms.amazonaws.com") == false if default(s.include_management_events, true)
      ])
    )
    validated   = default(self.enable_log_file_validation, false)
    key         = self.kms_key_id
    destination = self.s3_bucket_name
    alertable   = self.cloud_watch_logs_group_arn != null
  }

  part "log" {
    of       = default(self.cloud_watch_logs_group_arn, null)
    to       = ["aws_cloudwatch_log_group"]
    evidence = true
  }

  part "store" {
    of   = self.s3_bucket_name
    to   = ["aws_s3_bucket"]
    role = "log"
  }
}

# CloudTrail Lake: immutable, all regions unless told otherwise. Nothing raises alarms from it.
resource "aws_cloudtrail_event_data_store" {
  fact "trail" {
    name        = self.name
    enabled     = lower(default(self.suspend, "false")) != "true"
    all_regions = default(self.multi_region_enabled, true)
    management_events = (
      length(self.advanced_event_selector) == 0 || any([
        for s in self.advanced_event_selector : any([for f in s.field_selector : f.field == "eventCategory" && contains(default(f.equals, []), "Management")]) &&
        any([for f in s.field_selector : f.field == "readOnly" && contains(default(f.equals, []), "true")]) == false
      ])
    )
    data_events = flatten([
      for f in flatten(self.advanced_event_selector[*].field_selector) : concat(default(f.equals, []), default(f.starts_with, []))
      if f.field == "resources.type" || f.field == "resources.ARN"
    ])
    key_events = (
      length(self.advanced_event_selector) == 0 ? true :
      length([for f in flatten(self.advanced_event_selector[*].field_selector) : f if f.field == "eventCategory" && contains(default(f.equals, []), "Management")]) == 0 ? null :
      any([
        for s in self.advanced_event_selector : any([for f in s.field_selector : contains(default(f.not_equals, []), "kms.amazonaws.com") if f.field == "eventSource"]) == false
        if any([for f in s.field_selector : contains(default(f.equals, []), "Management") if f.field == "eventCategory"])
      ])
    )
    validated = true
    key       = self.kms_key_id
    kept_days = default(self.retention_period, 2555)
    alertable = false
  }
}
