# Azure Monitor: action groups, the rules that send the alerts of Azure Backup to them, alerts on operations that destroy
# backups and keys, and the activity log of a subscription where it is exported.

resource "azurerm_monitor_action_group" {
  fact "channel" {
    name = self.name
    arn  = self.id
    subscribed = default(self.enabled, true) && length(concat(
      self.arm_role_receiver, self.automation_runbook_receiver, self.azure_app_push_receiver, self.azure_function_receiver,
      self.email_receiver, self.event_hub_receiver, self.itsm_receiver, self.logic_app_receiver, self.sms_receiver,
      self.voice_receiver, self.webhook_receiver,
    )) > 0
  }
}

# Azure Backup raises alerts for failed jobs and for deleted backups by itself; a processing rule sends them. A condition on
# the service, the type or the target of an alert must let those of backup vaults through.
resource "azurerm_monitor_alert_processing_rule_action_group" {
  fact "alarm" {
    for_each = self.scopes
    when = all(concat(
      [for c in flatten(self.condition[*].target_resource_type) : c.operator == "Equals" || c.operator == "Contains" ? any([for v in c.values : length(split("microsoft.recoveryservices", lower(v))) > 1 || length(split("microsoft.dataprotection", lower(v))) > 1]) : true],
      [for c in flatten(self.condition[*].monitor_service) : c.operator == "Equals" ? any([for v in c.values : length(split("Azure Backup", v)) > 1]) : true],
    ))
    name    = self.name
    watches = ["backup-failed", "restore-failed", "backup-deleted"]
    vault = [for path in [outline(each.value)] : (
      path == "$" ? contains(["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"], default(read_from(each.value), ""))
      : regex("(?i)/(vaults|backupVaults)/[^/]*$", path) != null
    ) ? each.value : null][0]
    channels = self.add_action_group_ids
    sends    = length(self.add_action_group_ids) > 0
    enabled  = default(self.enabled, true)
  }
}

# Queries of the tables that vaults of backups write their jobs to, and vaults of keys what was done to them.
resource "azurerm_monitor_scheduled_query_rules_alert_v2" {
  fact "alarm" {
    for_each = [for found in [flatten([for c in self.criteria : [
      for w in [
        { name = "backup-failed", tells = regex("(?i)(AddonAzureBackup(Jobs|Alerts)|CoreAzureBackup|AzureBackupReport)", c.query) },
        { name = "key-deleted", tells = regex("(?i)(KeyDelete|KeyPurge|VaultDelete)", c.query) },
      ] : w.name if w.tells != null
    ]])] : distinct(found) if length(found) > 0]
    name     = self.name
    watches  = each.value
    channels = flatten([for a in self.action : default(a.action_groups, [])])
    sends    = length(flatten([for a in self.action : default(a.action_groups, [])])) > 0
    enabled  = default(self.enabled, true)
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert" {
  fact "alarm" {
    for_each = [for found in [[
      for w in [
        { name = "backup-failed", tells = regex("(?i)(AddonAzureBackup(Jobs|Alerts)|CoreAzureBackup|AzureBackupReport)", self.query) },
        { name = "key-deleted", tells = regex("(?i)(KeyDelete|KeyPurge|VaultDelete)", self.query) },
      ] : w.name if w.tells != null
    ]] : found if length(found) > 0]
    name     = self.name
    watches  = each.value
    channels = flatten([for a in self.action : a.action_group])
    sends    = length(flatten([for a in self.action : a.action_group])) > 0
    enabled  = default(self.enabled, true)
  }
}

# The metrics of vaults on the health of their jobs.
resource "azurerm_monitor_metric_alert" {
  fact "alarm" {
    for_each = self.scopes
    when     = any([for c in self.criteria : c.metric_name == "BackupHealthEvent"])
    name     = self.name
    watches  = ["backup-failed"]
    vault = [for path in [outline(each.value)] : (
      path == "$" ? contains(["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"], default(read_from(each.value), ""))
      : regex("(?i)/(vaults|backupVaults)/[^/]*$", path) != null
    ) ? each.value : null][0]
    channels = [for a in self.action : a.action_group_id]
    sends    = length(self.action) > 0
    enabled  = default(self.enabled, true)
  }
}

# A processing rule that suppresses alerts, unless its condition lets those of backup vaults through. One with a schedule that says
# when it ends, or that recurs, is for a time of maintenance.
resource "azurerm_monitor_alert_processing_rule_suppression" {
  fact "silence" {
    for_each = self.scopes
    when = all(concat(
      [for c in flatten(self.condition[*].target_resource_type) : c.operator == "Equals" || c.operator == "Contains" ? any([for v in c.values : length(split("microsoft.recoveryservices", lower(v))) > 1 || length(split("microsoft.dataprotection", lower(v))) > 1]) : true],
      [for c in flatten(self.condition[*].monitor_service) : c.operator == "Equals" ? any([for v in c.values : length(split("Azure Backup", v)) > 1]) : !any([for v in c.values : length(split("Azure Backup", v)) > 1])],
      [for c in flatten(self.condition[*].severity) : c.operator == "Equals" ? any([for v in c.values : contains(["Sev0", "Sev1"], v)]) : true],
    ))
    name = self.name
    vault = [for path in [outline(each.value)] : (
      path == "$" ? contains(["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"], default(read_from(each.value), ""))
      : regex("(?i)/(vaults|backupVaults)/[^/]*$", path) != null
    ) ? each.value : null][0]
    scope = [for path in [outline(each.value)] : (
      path == "$" ? default({
        "azurerm_resource_group"      = "group"
        "data.azurerm_resource_group" = "group"
        "azurerm_subscription"        = "subscription"
        "data.azurerm_subscription"   = "subscription"
      }[default(read_from(each.value), "")], "resource") :
      regex("(?i)^/subscriptions/[^/]*/?$", path) != null ? "subscription" :
      regex("(?i)^(/subscriptions/[^/]*|[$])/resourceGroups/[^/]*/?$", path) != null ? "group" :
      regex("^[$]/[$]", path) != null ? unknown(each.value) : "resource"
    )][0]
    group   = regex("(?i)^/subscriptions/[^/]*/resourceGroups/([^/]*)/?$", each.value)[0]
    ends    = length([for s in self.schedule : s if s.effective_until != null || length(s.recurrence) > 0]) > 0
    enabled = default(self.enabled, true)
  }
}

resource "azurerm_monitor_activity_log_alert" {
  fact "alarm" {
    for_each = [for found in [flatten([for c in self.criteria : [
      for w in [
        { name = "backup-deleted", part = "microsoft.recoveryservices/vaults" },
        { name = "backup-deleted", part = "microsoft.dataprotection/backupvaults" },
        { name = "key-deleted", part = "microsoft.keyvault/vaults/delete" },
        { name = "lock-changed", part = "microsoft.authorization/locks" },
      ] : w.name if startswith(lower(default(c.operation_name, "")), w.part) && endswith(lower(default(c.operation_name, "")), "/delete")
    ]])] : distinct(found) if length(found) > 0]
    name     = self.name
    watches  = each.value
    channels = [for a in self.action : a.action_group_id]
    sends    = length(self.action) > 0
    enabled  = default(self.enabled, true)
  }
}

# The setting of a whole subscription exports its activity log. Azure keeps the log itself for 90 days, whatever is written. That of a
# store or a key vault says by the categories of its logs whether it tells who read what. log is the name of enabled_log in azurerm 3.x.
resource "azurerm_monitor_diagnostic_setting" {
  fact "trail" {
    when = [for path in [outline(self.target_resource_id)] : (
      path == "$" ? contains(["azurerm_subscription", "data.azurerm_subscription"], default(read_from(self.target_resource_id), ""))
      : regex("(?i)^/subscriptions/[^/]*/?$", path) != null
    )][0]
    name        = self.name
    enabled     = true
    all_regions = true
    management_events = any([
      for l in concat(self.enabled_log, [for l in [for old in default(self["log"], []) : merge({ category = null, category_group = null, enabled = true }, old)] : l if l.enabled]) :
      default(l.category, "") == "Administrative" || default(l.category_group, "") == "allLogs"
    ])
    data_events = []
    destination = self.storage_account_id
    alertable   = self.log_analytics_workspace_id != null || self.eventhub_authorization_rule_id != null
  }

  # Whatever else a workspace is for, this is who did what.
  part "log" {
    of       = default(self.log_analytics_workspace_id, null)
    to       = ["azurerm_log_analytics_workspace"]
    evidence = true
  }

  part "store" {
    when = self.storage_account_id != null
    of   = self.storage_account_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "log"
  }

  part "store" {
    for_each = [{ target = self.target_resource_id, logs = concat(self.enabled_log, [for l in [for old in default(self["log"], []) : merge({ category = null, category_group = null, enabled = true }, old)] : l if l.enabled]) }]
    like     = "access_logged"
  }

  part "key_container" {
    for_each = [{ target = self.target_resource_id, logs = concat(self.enabled_log, [for l in [for old in default(self["log"], []) : merge({ category = null, category_group = null, enabled = true }, old)] : l if l.enabled]) }]
    like     = "keys_logged"
  }
}

# Through Azure's own API a setting is a child of what it is about.
resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.]insights/", self.type) != null)

  part "store" {
    when = surely(startswith(lower(self.type), "microsoft.insights/diagnosticsettings@")) && pick(self.body, "properties", "storageAccountId") != null
    of   = pick(self.body, "properties", "storageAccountId")
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "log"
  }

  part "store" {
    for_each = [for target in [self.parent_id] : {
      target = target
      logs   = [for l in default(pick(self.body, "properties", "logs"), []) : { category = pick(l, "category"), category_group = pick(l, "categoryGroup") } if default(pick(l, "enabled"), true)]
    } if surely(startswith(lower(self.type), "microsoft.insights/diagnosticsettings@"))]
    like = "access_logged"
  }

  part "key_container" {
    for_each = [for target in [self.parent_id] : {
      target = target
      logs   = [for l in default(pick(self.body, "properties", "logs"), []) : { category = pick(l, "category"), category_group = pick(l, "categoryGroup") } if default(pick(l, "enabled"), true)]
    } if surely(startswith(lower(self.type), "microsoft.insights/diagnosticsettings@"))]
    like = "keys_logged"
  }
}

# What a setting tells of a store: who read what.
shape "access_logged" "store" {
  when = any([
    for l in each.value.logs :
    contains(["alllogs", "audit"], lower(default(l.category_group, ""))) || contains([
      "auditlogs", "cassandrarequests", "dataplanerequests", "gremlinrequests", "mongorequests", "mysqlauditlogs", "postgresqllogs",
      "sqlsecurityauditevents", "storageread", "tableapirequests", "vcoremongorequests",
    ], lower(default(l.category, "")))
  ])
  of = regex("(?i)^(.*?)(/(blob|file)Services/default|/databases/master)?$", each.value.target)[0]
  to = [
    "azapi_resource", "azurerm_storage_account", "azurerm_cosmosdb_account", "azurerm_mongo_cluster", "azurerm_postgresql_flexible_server",
    "azurerm_mysql_flexible_server", "azurerm_postgresql_server", "azurerm_mssql_server", "azurerm_mssql_database",
    "azurerm_mssql_managed_instance", "azurerm_mssql_managed_database", "azurerm_synapse_workspace", "azurerm_healthcare_fhir_service",
    "azurerm_healthcare_dicom_service", "azurerm_healthcare_service",
  ]
  logged = true
}

shape "keys_logged" "key_container" {
  when   = any([for l in each.value.logs : contains(["alllogs", "audit"], lower(default(l.category_group, ""))) || lower(default(l.category, "")) == "auditevent"])
  of     = each.value.target
  to     = ["azapi_resource", "azurerm_key_vault", "azurerm_key_vault_managed_hardware_security_module"]
  logged = true
}

# Who spoke to whom in a network.
resource "azurerm_network_watcher_flow_log" {
  part "store" {
    when = surely(endswith(default(read_from(self.storage_account_id), "azurerm_storage_account"), "azurerm_storage_account"))
    of   = self.storage_account_id
    to   = ["azapi_resource", "azurerm_storage_account"]
    role = "log"
  }
}

# Azure keeps what a workspace logs for 30 days where nothing is written.
resource "azurerm_log_analytics_workspace" {
  fact "log" {
    name      = self.name
    kept_days = default(self.retention_in_days, 30)
    evidence  = false
  }
}
