# METADATA
# scope: package
# title: Access to stores and key vaults is logged
# description: When records have leaked, only a log of who read them tells which patients are concerned.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(1)(ii)(D)
#   description: 45 CFR 164.308(a)(1)(ii)(D)
# custom:
#   severity: low
#   tier: hardening
#   about: [store, key_container]
#   reads: [account, kind, logged, name, parent, role, trail.account, trail.data_events, trail.enabled]
#   weighs: [name, parent, trail.account]
#   remedy:
#     any: Log access to the store, or record its data events in the audit trail.
#     aws_s3_bucket: |
#       resource "aws_s3_bucket_logging" "records" {
#         bucket        = aws_s3_bucket.records.id
#         target_bucket = aws_s3_bucket.logs.id
#         target_prefix = "records/"
#       }
#     aws_db_instance: |
#       enabled_cloudwatch_logs_exports = ["postgresql"]   # ["audit"] for MySQL, MariaDB, Oracle; ["error"] for SQL Server
#     aws_rds_cluster: |
#       enabled_cloudwatch_logs_exports = ["postgresql"]   # ["audit"] for MySQL
#     aws_docdb_cluster: |
#       enabled_cloudwatch_logs_exports = ["audit"]   # with audit_logs = "enabled" in its parameter group
#     aws_neptune_cluster: |
#       enable_cloudwatch_logs_exports = ["audit"]   # with neptune_enable_audit_log = "1" in its parameter group
#     aws_elasticsearch_domain, aws_opensearch_domain: |
#       log_publishing_options {
#         log_type                 = "AUDIT_LOGS"
#         cloudwatch_log_group_arn = aws_cloudwatch_log_group.records.arn
#       }
#     aws_fsx_lustre_file_system: |
#       log_configuration {
#         level       = "WARN_ERROR"
#         destination = aws_cloudwatch_log_group.records.arn
#       }
#     aws_fsx_windows_file_system: |
#       audit_log_configuration {
#         file_access_audit_log_level       = "SUCCESS_AND_FAILURE"
#         file_share_access_audit_log_level = "SUCCESS_AND_FAILURE"
#         audit_log_destination             = aws_cloudwatch_log_group.records.arn
#       }
#     aws_redshift_cluster: |
#       resource "aws_redshift_logging" "records" {
#         cluster_identifier   = aws_redshift_cluster.records.id
#         log_destination_type = "cloudwatch"
#         log_exports          = ["connectionlog", "userlog", "useractivitylog"]
#       }
#     aws_redshiftserverless_namespace: |
#       log_exports = ["connectionlog", "userlog", "useractivitylog"]
#     google_storage_bucket: |
#       logging {
#         log_bucket = google_storage_bucket.logs.name
#       }
#     azapi_resource: |
#       resource "azurerm_monitor_diagnostic_setting" "records" {
#         name                       = "access"
#         target_resource_id         = "${azapi_resource.records.id}/blobServices/default"   # of a storage account; else azapi_resource.records.id
#         log_analytics_workspace_id = azurerm_log_analytics_workspace.clinic.id
#
#         enabled_log {
#           category_group = "audit"
#         }
#       }
#     azurerm_mssql_server: |
#       resource "azurerm_mssql_server_extended_auditing_policy" "records" {   # and log it for the database master
#         server_id              = azurerm_mssql_server.records.id
#         log_monitoring_enabled = true
#       }
#     azurerm_storage_account: |
#       resource "azurerm_monitor_diagnostic_setting" "records" {
#         name                       = "access"
#         target_resource_id         = "${azurerm_storage_account.records.id}/blobServices/default"
#         log_analytics_workspace_id = azurerm_log_analytics_workspace.clinic.id
#
#         enabled_log {
#           category_group = "audit"
#         }
#       }
#     azure: |
#       resource "azurerm_monitor_diagnostic_setting" "records" {
#         name                       = "access"
#         target_resource_id         = azurerm_key_vault.records.id   # or that of the database
#         log_analytics_workspace_id = azurerm_log_analytics_workspace.clinic.id
#
#         enabled_log {
#           category_group = "audit"
#         }
#       }
#     mongodbatlas_project: |
#       resource "mongodbatlas_auditing" "ehr" {
#         project_id = mongodbatlas_project.ehr.id
#         enabled    = true
#       }
package rules.audit_logging.store_access_logged

import data.lib

fail contains lib.at(store, "logged", "does not log who reads and changes its data") if {
	some store in input.store
	store.logged == false
	not store.id in recorded
	not store.id in maybe_recorded
	not store.id in audited
	not store.id in maybe_audited
}

fail contains lib.at(container, "logged", "does not log who uses its keys") if {
	some container in input.key_container
	container.logged == false
}

open contains lib.at(store, "logged", message) if {
	some store in input.store
	store.logged == false
	store.id in maybe_recorded
	message := "does not log access itself, and whether the audit trail does cannot be told"
}

open contains lib.at(store, "logged", message) if {
	some store in input.store
	store.id in maybe_audited
	message := "does not log access itself, and whether all its databases do cannot be told"
}

pass contains id if some id in recorded

pass contains id if some id in audited

# A server whose databases all log by themselves.
audited contains server.id if {
	some server in input.store
	server.role == "server"
	server.logged == false
	server.id in servers
	not server.id in silent_servers
}

servers contains store.parent if some store in input.store

silent_servers contains store.parent if {
	some store in input.store
	not store.id in logging
}

# Of a server whose databases are not all known to be silent it is open.
maybe_audited contains server.id if {
	some server in input.store
	server.role == "server"
	server.logged == false
	server.id in maybe_servers
	not server.id in surely_silent_servers
	not server.id in audited
}

maybe_servers contains store.parent if {
	some store in input.store
	"logged" in store.unknown
}

surely_silent_servers contains store.parent if {
	some store in input.store
	not store.id in logging
	not "logged" in store.unknown
}

maybe_servers contains server.id if {
	count(adrift) > 0
	some server in input.store
	server.role == "server"
	[server.root, server.cloud] in adrift
}

# adrift are the roots and clouds with databases that log by themselves, of which it is not known on which server.
adrift contains [store.root, store.cloud] if {
	some store in input.store
	"parent" in store.unknown
	store.logged == true
}

logging contains store.id if {
	some store in input.store
	store.logged == true
}

# Buckets whose data events a trail records.
recorded contains store.id if {
	all_buckets
	some store in input.store
	store.cloud == "aws"
	store.kind == "object"
}

recorded contains store.id if {
	some store in input.store
	store.cloud == "aws"
	store.kind == "object"
	store.name in recorded_buckets
}

all_buckets if {
	"AWS::S3::Object" in events
	count(recorded_buckets) == 0
}

all_buckets if {
	some event in events
	event in {"arn:aws:s3", "arn:aws:s3:::"}
}

recorded_buckets contains split(trim_prefix(event, "arn:aws:s3:::"), "/")[0] if {
	some event in events
	startswith(event, "arn:aws:s3:::")
}

# Google records the data events of a whole service, in a project or in all below a folder or an organisation.
recorded contains store.id if {
	some store in input.store
	store.cloud == "google"
	store.kind == "object"
	recorded_in(store.account)
}

recorded_in(account) if account in recorded_projects

recorded_in(_) if {
	some project in recorded_projects
	lib.above_projects(project)
}

recorded_projects contains trail.account if {
	some trail in input.trail
	trail.cloud == "google"
	trail.enabled == true
	some service in trail.data_events
	service in {"allServices", "storage.googleapis.com"}
}

# A configuration of which it is not known what it records.
maybe_recorded contains store.id if {
	count(maybe_projects) > 0
	some store in input.store
	store.cloud == "google"
	store.kind == "object"
	perhaps_within(store.account)
}

perhaps_within(account) if account in maybe_projects

perhaps_within(_) if {
	some project in maybe_projects
	lib.above_projects(project)
}

perhaps_within(account) if lib.any_project(account)

perhaps_within(_) if {
	some project in maybe_projects
	lib.any_project(project)
}

maybe_projects contains trail.account if {
	some trail in input.trail
	trail.cloud == "google"
	doubtful(trail)
}

# Whose project is not known may be in one of these.
maybe_recorded contains store.id if {
	count(recorded_projects) > 0
	some store in input.store
	store.cloud == "google"
	store.kind == "object"
	lib.any_project(store.account)
}

maybe_recorded contains store.id if {
	some project in recorded_projects
	lib.any_project(project)
	some store in input.store
	store.cloud == "google"
	store.kind == "object"
}

events contains event if {
	some trail in input.trail
	trail.enabled == true
	some event in trail.data_events
}

maybe_recorded contains store.id if {
	doubts
	some store in input.store
	store.cloud == "aws"
	store.kind == "object"
}

# A trail that names buckets may name the one whose name is not known.
maybe_recorded contains store.id if {
	count(recorded_buckets) > 0
	some store in input.store
	store.cloud == "aws"
	store.kind == "object"
	"name" in store.unknown
}

doubts if {
	some trail in input.trail
	trail.cloud == "aws"
	doubtful(trail)
}

doubtful(trail) if "data_events" in trail.unknown

doubtful(trail) if {
	"enabled" in trail.unknown
	count(trail.data_events) > 0
}

# Access to a store of logs would be logged there again. Null where the service has no such setting.
skip contains store.id if {
	some store in input.store
	store.role in {"log", "program"}
}

skip contains store.id if {
	some store in input.store
	store.logged == null
}

skip contains container.id if {
	some container in input.key_container
	container.logged == null
}
