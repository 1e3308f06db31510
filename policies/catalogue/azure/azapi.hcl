# Resources of Azure's own API, of which the type says what they are and the body what they say: here backup vaults, Recovery Services
# vaults, and what is backed up to them; stores and keys in azapi_*.hcl. A type that is not known is taken for something else; the rules on
# covered services speak of it.

resource "azapi_resource" {
  when = surely(regex("(?i)^microsoft[.](dataprotection|recoveryservices)/", self.type) != null)

  fact "vault" {
    when        = surely(startswith(lower(self.type), "microsoft.dataprotection/backupvaults@"))
    name        = self.name
    arn         = self.id
    key         = pick(self.body, "properties", "securitySettings", "encryptionSettings", "keyVaultProperties", "keyUri")
    key_manager = lower(default(pick(self.body, "properties", "securitySettings", "encryptionSettings", "state"), "Disabled")) == "enabled" ? "customer" : null
    lock_mode   = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(pick(self.body, "properties", "securitySettings", "immutabilitySettings", "state"), "Disabled"))]
    soft_delete_days = (
      lower(default(pick(self.body, "properties", "securitySettings", "softDeleteSettings", "state"), "On")) == "off" ? 0
      : default(pick(self.body, "properties", "securitySettings", "softDeleteSettings", "retentionDurationInDays"), 14)
    )
    redundancy           = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(default(pick(self.body, "properties", "storageSettings", "0", "type"), "LocallyRedundant"))]
    cross_region_restore = lower(default(pick(self.body, "properties", "featureSettings", "crossRegionRestoreSettings", "state"), "Disabled")) == "enabled"
    second_person        = false
    isolated             = false
    alarm = (
      pick(self.body, "properties", "monitoringSettings", "azureMonitorAlertSettings", "alertsForAllJobFailures") == null ? unsaid("whether failed backups in ${address} raise alerts")
      : lower(default(pick(self.body, "properties", "monitoringSettings", "azureMonitorAlertSettings", "alertsForAllJobFailures"), "")) == "enabled"
    )
    group = regex("(?i)/resourceGroups/([^/]+)$", self.parent_id)[0]
    tags  = default(self.tags, {})
  }

  fact "vault" {
    when        = surely(startswith(lower(self.type), "microsoft.recoveryservices/vaults@"))
    name        = self.name
    arn         = self.id
    key         = pick(self.body, "properties", "encryption", "keyVaultProperties", "keyUri")
    key_manager = pick(self.body, "properties", "encryption", "keyVaultProperties", "keyUri") != null ? "customer" : null
    lock_mode   = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(pick(self.body, "properties", "securitySettings", "immutabilitySettings", "state"), "Disabled"))]
    soft_delete_days = (
      lower(default(pick(self.body, "properties", "securitySettings", "softDeleteSettings", "softDeleteState"), "Enabled")) == "disabled" ? 0
      : default(pick(self.body, "properties", "securitySettings", "softDeleteSettings", "softDeleteRetentionPeriodInDays"), 14)
    )
    redundancy           = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(default(pick(self.body, "properties", "redundancySettings", "standardTierStorageRedundancy"), "GeoRedundant"))]
    cross_region_restore = lower(default(pick(self.body, "properties", "redundancySettings", "crossRegionRestore"), "Disabled")) == "enabled"
    second_person        = false
    isolated             = false
    public               = lower(default(pick(self.body, "properties", "publicNetworkAccess"), "Enabled")) == "enabled"
    alarm = (
      pick(self.body, "properties", "monitoringSettings", "azureMonitorAlertSettings", "alertsForAllJobFailures") == null ? unsaid("whether failed backups in ${address} raise alerts")
      : lower(default(pick(self.body, "properties", "monitoringSettings", "azureMonitorAlertSettings", "alertsForAllJobFailures"), "")) == "enabled"
    )
    group = regex("(?i)/resourceGroups/([^/]+)$", self.parent_id)[0]
    tags  = default(self.tags, {})
  }

  # The guard of a vault, whichever provider makes the vault.
  part "vault" {
    when          = surely(regex("(?i)^microsoft.(dataprotection/backupVaults|recoveryservices/vaults)/backupResourceGuardProxies@", self.type) != null)
    of            = self.parent_id
    to            = ["azapi_resource", "azurerm_data_protection_backup_vault", "azurerm_recovery_services_vault"]
    guard         = pick(self.body, "properties", "resourceGuardResourceId")
    second_person = true
  }

  fact "guard" {
    when       = surely(startswith(lower(self.type), "microsoft.dataprotection/resourceguards@"))
    name       = self.name
    arn        = self.id
    leaves_out = [for o in default(pick(self.body, "properties", "vaultCriticalOperationExclusionList"), []) : o if regex("(?i)protectedItems|backupInstances/(delete|write)|backupPolicies|immutab", o) != null]
  }

  fact "plan" {
    when = surely(regex("(?i)^microsoft.(dataprotection/backupVaults|recoveryservices/vaults)/backupPolicies@", self.type) != null)
    name = self.name
    arn  = self.id
  }

  # Rules of several kinds: some say when to back up, and to where, others how long something is kept. Vaulted backups of flexible servers
  # run beside those of the server itself, so that they have no gap.
  fact "schedule" {
    when = surely(startswith(lower(self.type), "microsoft.dataprotection/backupvaults/backuppolicies@"))
    plan = address
    name = self.name
    vault = any([
      for s in flatten([for r in default(pick(self.body, "properties", "policyRules"), []) : concat([pick(r, "dataStore")], [for l in default(pick(r, "lifecycles"), []) : pick(l, "sourceDataStore")])]) :
      pick(s, "dataStoreType") == "VaultStore" if s != null
    ]) ? self.parent_id : null
    gap_hours = any([for t in default(pick(self.body, "properties", "datasourceTypes"), []) : regex("(?i)^Microsoft[.]DBfor", t) != null]) ? null : min([
      for interval in flatten([for r in default(pick(self.body, "properties", "policyRules"), []) : pick(r, "trigger", "schedule", "repeatingTimeIntervals") if pick(r, "trigger", "schedule", "repeatingTimeIntervals") != null]) :
      days(split("/", interval)[2]) * 24
    ]...)
    kept_days = max([
      for l in flatten([for r in default(pick(self.body, "properties", "policyRules"), []) : default(pick(r, "lifecycles"), [])]) :
      days(pick(l, "deleteAfter", "duration")) if pick(l, "deleteAfter", "duration") != null
    ]...)
    enabled = true
  }

  # Policies for machines and shares. Those for databases in machines are several in one: where the log is backed up, it decides how much
  # is lost, and the full backups how long it is kept.
  fact "schedule" {
    when  = surely(startswith(lower(self.type), "microsoft.recoveryservices/vaults/backuppolicies@"))
    plan  = address
    name  = self.name
    vault = self.parent_id
    cron  = lower(pick(self.body, "properties", "schedulePolicy", "scheduleRunFrequency"))
    gap_hours = default({
      hourly = max(
        default(pick(self.body, "properties", "schedulePolicy", "hourlySchedule", "interval"), 4),
        24 - default(pick(self.body, "properties", "schedulePolicy", "hourlySchedule", "scheduleWindowDuration"), 12)
      )
      daily = 24
      weekly = gap_hours("0 0 * * ${join(",", [
        for d in default(pick(self.body, "properties", "schedulePolicy", "weeklySchedule", "scheduleRunDays"), default(pick(self.body, "properties", "schedulePolicy", "scheduleRunDays"), ["Sunday"])) :
        { sunday = 0, monday = 1, tuesday = 2, wednesday = 3, thursday = 4, friday = 5, saturday = 6 }[lower(d)]
      ])}")
      }[lower(default(pick(self.body, "properties", "schedulePolicy", "scheduleRunFrequency"), ""))], default(min([
        for p in default(pick(self.body, "properties", "subProtectionPolicy"), []) : default(pick(p, "schedulePolicy", "scheduleFrequencyInMins"), 0) > 0 ? pick(p, "schedulePolicy", "scheduleFrequencyInMins") / 60 :
        { daily = 24, weekly = 168 }[lower(default(pick(p, "schedulePolicy", "scheduleRunFrequency"), "weekly"))]
    ]...), unknown("the schedule of ${address}")))
    kept_days = max([for p in [default(pick(self.body, "properties", "retentionPolicy"), default(
      pick(self.body, "properties", "vaultRetentionPolicy", "vaultRetention"),
      default([for p in default(pick(self.body, "properties", "subProtectionPolicy"), []) : pick(p, "retentionPolicy") if lower(default(pick(p, "policyType"), "")) == "full"][0], unknown("the retention of ${address}"))
      ))] : [
      default(pick(p, "dailySchedule", "retentionDuration", "count"), 0),
      default(pick(p, "weeklySchedule", "retentionDuration", "count"), 0) * 7,
      default(pick(p, "monthlySchedule", "retentionDuration", "count"), 0) * 30,
      default(pick(p, "yearlySchedule", "retentionDuration", "count"), 0) * 365,
    ]][0]...)
    enabled = true
  }

  fact "protection" {
    when  = surely(regex("(?i)^microsoft.dataprotection/backupVaults/backupInstances@", self.type) != null)
    store = default(pick(self.body, "properties", "dataSourceInfo", "resourceID"), pick(self.body, "properties", "dataSourceInfo", "resourceId"))
    plan  = pick(self.body, "properties", "policyInfo", "policyId")
  }

  fact "protection" {
    when  = surely(regex("(?i)^microsoft.recoveryservices/vaults/backupFabrics/protectionContainers/protectedItems@", self.type) != null)
    store = pick(self.body, "properties", "sourceResourceId")
    plan  = pick(self.body, "properties", "policyId")
  }
}

# What is set on a vault that another resource makes. What is not written here stays as it is.
resource "azapi_update_resource" {
  when = surely(regex("(?i)^microsoft[.](dataprotection|recoveryservices)/", self.type) != null)

  part "vault" {
    when        = surely(startswith(lower(self.type), "microsoft.dataprotection/backupvaults@"))
    of          = default(self.resource_id, self.name)
    to          = ["azapi_resource", "azurerm_data_protection_backup_vault"]
    key         = pick(self.body, "properties", "securitySettings", "encryptionSettings", "keyVaultProperties", "keyUri")
    key_manager = pick(self.body, "properties", "securitySettings", "encryptionSettings", "keyVaultProperties", "keyUri") != null ? "customer" : null
    lock_mode   = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(pick(self.body, "properties", "securitySettings", "immutabilitySettings", "state"), ""))]
    soft_delete_days = (
      lower(default(pick(self.body, "properties", "securitySettings", "softDeleteSettings", "state"), "")) == "off" ? 0
      : pick(self.body, "properties", "securitySettings", "softDeleteSettings", "retentionDurationInDays")
    )
    alarm = { enabled = true, disabled = false }[lower(default(pick(self.body, "properties", "monitoringSettings", "azureMonitorAlertSettings", "alertsForAllJobFailures"), ""))]
  }

  part "vault" {
    when        = surely(startswith(lower(self.type), "microsoft.recoveryservices/vaults@"))
    of          = default(self.resource_id, self.name)
    to          = ["azapi_resource", "azurerm_recovery_services_vault"]
    key         = pick(self.body, "properties", "encryption", "keyVaultProperties", "keyUri")
    key_manager = pick(self.body, "properties", "encryption", "keyVaultProperties", "keyUri") != null ? "customer" : null
    lock_mode   = { locked = "compliance", unlocked = "governance", disabled = "none" }[lower(default(pick(self.body, "properties", "securitySettings", "immutabilitySettings", "state"), ""))]
    soft_delete_days = (
      lower(default(pick(self.body, "properties", "securitySettings", "softDeleteSettings", "softDeleteState"), "")) == "disabled" ? 0
      : pick(self.body, "properties", "securitySettings", "softDeleteSettings", "softDeleteRetentionPeriodInDays")
    )
    redundancy = { georedundant = "geo", zoneredundant = "zone", locallyredundant = "local" }[lower(default(pick(self.body, "properties", "redundancySettings", "standardTierStorageRedundancy"), ""))]
    public     = { enabled = true, disabled = false }[lower(default(pick(self.body, "properties", "publicNetworkAccess"), ""))]
    alarm      = { enabled = true, disabled = false }[lower(default(pick(self.body, "properties", "monitoringSettings", "azureMonitorAlertSettings", "alertsForAllJobFailures"), ""))]
  }
}
