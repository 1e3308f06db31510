# The facts that rules are written over: what a backup estate is made of, in words that belong to no cloud.
#
# field types: string, bool, number, time (hours or days as the name says), strings (a list of strings), map (a map of
# strings), objects (a list of objects), reference (another fact, found by reference or by name), references (a list).
# "of" names the concepts that a reference may point to. "follow" fills the field from the fact that a reference points to;
# "absent" is its value where that reference is null, or a text that begins, by itself or behind a colon, as "as_absent" says.
# "pointed_by" makes the field true where one of the references named points at the fact.
# Every fact also has: id, concept, address, type, cloud ("aws", "azure", "google", …), root, region (the effective
# region or location), account (the project that the resource names, or the number, subscription or project that the provider
# configuration is pinned to; else a symbol, equal for configurations of a root with the same credentials), tags (a map).

concept "store" {
  meaning = "A place that holds data, and PHI unless the practice says otherwise: a bucket, database, file system, volume, table."
  field "kind" {
    type    = "string"
    meaning = "object, database, file, block, table, warehouse, cache, search or queue"
  }
  field "service" {
    type    = "string"
    meaning = "The provider's name for the service, as in its list of eligible services: rds, s3, blob-storage."
  }
  field "role" {
    type    = "string"
    meaning = "primary; replica (a parent decides for it); backup (holds copies of other stores); log (holds evidence, not PHI); program (holds what programs need, not PHI: state, code, public web pages); server (holds settings of the stores in it)."
  }
  field "name" {
    type    = "string"
    meaning = "The name within its service, used to join by name."
  }
  field "arn" {
    type    = "string"
    meaning = "The address the provider uses in policies and selections, where it can be known before apply."
  }
  field "arn_resource" {
    type    = "string"
    meaning = "The service and the resource of an ARN, with * for what only apply knows: rds:db:ehr, ec2:volume/*. Patterns such as arn:aws:rds:*:*:db:* are held against it; region and account are fields of the fact. AWS only."
  }
  field "source" {
    type    = "reference"
    of      = ["snapshot", "store"]
    meaning = "The snapshot or image that it is made from, where that decides whether it is encrypted."
  }
  field "encrypted" {
    type    = "bool"
    follow  = "source.encrypted"
    meaning = "Encrypted at rest, by the provider's default, by this configuration or by what it is made from."
  }
  field "key" {
    type    = "reference"
    of      = ["key"]
    meaning = "The customer-managed key; null where the provider's own key serves."
  }
  field "key_manager" {
    type      = "string"
    follow    = "key.manager"
    absent    = "provider"
    as_absent = ["alias/aws/"]
    meaning   = "customer or provider: who manages the key that encrypts the store; provider where no key is named; parent where the store that this one is part of has the key; none where the service takes no key of the customer's."
  }
  field "key_region" {
    type    = "string"
    follow  = "key.region"
    meaning = "The region of that key. Null where its ring has it: ask lib.key_place."
  }
  field "public" {
    type    = "bool"
    meaning = "Reachable by anyone: a public endpoint on a database, or a bucket whose public access is not blocked and whose policy or ACL opens it."
  }
  field "public_blocked" {
    type    = "bool"
    meaning = "Public access is refused as a whole, whatever policies and ACLs say (object stores). Null where nothing is written: AWS refuses it on buckets made since April 2023."
  }
  field "tls_required" {
    type    = "bool"
    follow  = "parameters.tls_required"
    meaning = "Connections without TLS are refused. Null where the configuration leaves it to the engine's version."
  }
  field "parameters" {
    type    = "reference"
    of      = ["parameters"]
    meaning = "The group of settings that the database takes from elsewhere."
  }
  field "min_tls" {
    type    = "string"
    meaning = "The oldest TLS version accepted: 1.0, 1.1, 1.2, 1.3. Null where the store has no such setting."
  }
  field "backups" {
    type    = "bool"
    meaning = "The store's own automated backups are on. Null where the service has none."
  }
  field "plannable" {
    type    = "bool"
    meaning = "Backup plans of the cloud take such a store. Null where the type does not say that none does."
  }
  field "kept_days" {
    type    = "number"
    meaning = "How long the store's own automated backups are kept, in days. Null where the service has none."
  }
  field "point_in_time" {
    type    = "bool"
    meaning = "Restorable to any moment of a window. Null where the service offers no such thing."
  }
  field "gap_hours" {
    type    = "number"
    meaning = "The longest time between two of the store's own automated backups, in hours. Null where they restore to any moment of late, and where nothing says it; 0 where it can be restored so without backups of its own."
  }
  field "versioned" {
    type    = "bool"
    meaning = "Keeps earlier versions of objects. Null for anything but object stores."
  }
  field "lock_mode" {
    type    = "string"
    meaning = "WORM by default on new objects: compliance, governance or none. Null where the service has no lock."
  }
  field "lock_days" {
    type    = "number"
    meaning = "How long that lock holds, in days."
  }
  field "expires_days" {
    type    = "number"
    meaning = "The shortest number of days after which a lifecycle rule deletes current data. Null where none does."
  }
  field "noncurrent_days" {
    type    = "number"
    meaning = "The shortest number of days after which noncurrent versions are deleted. Null where nothing deletes them."
  }
  field "soft_delete_days" {
    type    = "number"
    meaning = "How long deleted data can be recovered, in days; 0 where not at all. Null where the service has no such thing."
  }
  field "delete_guard" {
    type    = "bool"
    meaning = "The provider refuses to delete the store until the guard is taken off. Null where the service has none."
  }
  field "force_destroy" {
    type    = "bool"
    meaning = "terraform destroy removes it with its content. Null where the resource has no such switch."
  }
  field "final_snapshot" {
    type    = "bool"
    meaning = "Deleting the store leaves a last snapshot. Null where the service has none."
  }
  field "keeps_backups" {
    type    = "bool"
    meaning = "Automated backups outlive the store's deletion. Null where the service does not offer it."
  }
  field "logged" {
    type    = "bool"
    meaning = "Access to the data is logged by a setting of the store itself, or of what it is part of. Null where the service has none."
  }
  field "redundancy" {
    type    = "string"
    meaning = "local (one data centre), zone (several in a region), geo (a second region, which on Azure is the pair of the first)."
  }
  field "backup_redundancy" {
    type    = "string"
    meaning = "Where the store's own backups lie, in the words of redundancy. Null where that is not the store's to say."
  }
  field "private_only" {
    type    = "bool"
    meaning = "Reachable from networks alone that are named. Null where the service has no such setting."
  }
  field "firewalls" {
    type    = "references"
    of      = ["firewall"]
    meaning = "What says from where it takes connections: security groups. Null where nothing is named."
  }
  field "networks" {
    type    = "references"
    of      = ["network"]
    meaning = "The subnets that it stands in, or its network interfaces, where these have the firewall. Null where it stands in none."
  }
  field "authenticated" {
    type    = "bool"
    meaning = "Whoever connects must show an identity or a password. Null where the service always asks for one."
  }
  field "iam_auth" {
    type    = "bool"
    meaning = "Users authenticate as themselves, through the cloud's identities. Null where the service does not offer it."
  }
  field "parent" {
    type    = "reference"
    of      = ["store"]
    meaning = "The store that decides for this one: a cluster for its member, a source for its replica."
  }
}

concept "parameters" {
  meaning = "A group of database settings that databases name: a parameter group."
  field "name" { type = "string" }
  field "tls_required" {
    type    = "bool"
    meaning = "Connections without TLS are refused. Null where the group does not say."
  }
}

concept "vault" {
  meaning = "A container of recovery points: an AWS Backup vault, a Recovery Services vault, a Backup and DR vault."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "key" {
    type    = "reference"
    of      = ["key"]
    meaning = "The customer-managed key of the recovery points; null where the provider's own key serves."
  }
  field "key_manager" {
    type      = "string"
    follow    = "key.manager"
    absent    = "provider"
    as_absent = ["alias/aws/"]
    meaning   = "customer or provider."
  }
  field "lock_mode" {
    type    = "string"
    meaning = "compliance (nobody can lift it), governance (the privileged can) or none."
  }
  field "lock_min_days" {
    type    = "number"
    meaning = "Recovery points that would be kept for less are refused. Null for no bound."
  }
  field "lock_max_days" {
    type    = "number"
    meaning = "Recovery points that would be kept for longer are refused. Null for no bound."
  }
  field "soft_delete_days" {
    type    = "number"
    meaning = "How long a deleted recovery point can be brought back; 0 where soft delete is off. Null where there is no such thing."
  }
  field "force_destroy" {
    type    = "bool"
    meaning = "terraform destroy deletes the recovery points with the vault."
  }
  field "redundancy" {
    type    = "string"
    meaning = "local, zone or geo. Null where the provider always spreads over zones."
  }
  field "source" {
    type    = "reference"
    of      = ["cluster"]
    meaning = "The cluster whose backups it holds, where it is made for one. It spans two regions where that is elsewhere."
  }
  field "cross_region_restore" { type = "bool" }
  field "isolated" {
    type    = "bool"
    meaning = "Logically air-gapped, or a backup vault that lives in the provider's own project."
  }
  field "public" {
    type    = "bool"
    meaning = "Reachable over public endpoints. Null where the vault has no network setting."
  }
  field "policy_denies_delete" {
    type    = "bool"
    meaning = "A resource policy denies everyone the deletion of recovery points. Null where vaults have no policies."
  }
  field "guard" {
    type    = "reference"
    of      = ["guard"]
    meaning = "What asks for the consent of somebody elsewhere. Null where nothing does."
  }
  field "second_person" {
    type    = "bool"
    meaning = "What weakens the vault or destroys its backups needs the consent of somebody elsewhere. Null where vaults have no such thing."
  }
  field "unconfined" {
    type    = "bool"
    meaning = "Its backups can be restored into other organisations than its own. Null where vaults know no such bounds."
  }
  field "alarm" {
    type    = "bool"
    meaning = "Job failures in this vault are reported by its own setting. Null where alarms are separate."
  }
  field "group" {
    type    = "string"
    meaning = "What the vault is managed in, where rights on it can be given: a resource group. Null where vaults have none."
  }
}

concept "guard" {
  meaning = "What asks for the consent of somebody elsewhere before a vault is weakened: a resource guard."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "leaves_out" {
    type    = "strings"
    meaning = "The operations that it leaves out, of those by which backups could be lost."
  }
}

concept "cluster" {
  meaning = "A cluster of containers. What runs in it is backed up by a plan that names it; it holds no records of its own."
  field "name" { type = "string" }
  field "arn" { type = "string" }
}

concept "plan" {
  meaning = "What schedules, copies and selections belong to: a backup plan, a backup policy, a snapshot policy. In the plan's own resource, its facts name it by address."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "attached" {
    type    = "bool"
    meaning = "Some account or unit of the organisation has the policy. Null where a plan is written in the account itself."
  }
}

concept "schedule" {
  meaning = "A recurring backup: one rule of a plan or of a policy, one snapshot schedule."
  field "plan" {
    type    = "reference"
    of      = ["plan"]
    meaning = "The plan or policy that the rule belongs to."
  }
  field "name" { type = "string" }
  field "vault" {
    type = "reference"
    of   = ["vault"]
  }
  field "cron" {
    type    = "string"
    meaning = "The provider's expression, for people: cron(0 5 * * ? *), daily 23:00."
  }
  field "gap_hours" {
    type    = "number"
    meaning = "The longest time between two backups, in hours."
  }
  field "kept_days" {
    type    = "number"
    meaning = "How long recovery points are kept, in days. Null for ever."
  }
  field "cold_days" {
    type    = "number"
    meaning = "When they move to cold storage, in days. Null for never."
  }
  field "continuous" {
    type    = "bool"
    meaning = "Point-in-time backups, whose retention the provider caps at 35 days (AWS Backup)."
  }
  field "lock_min_days" {
    type   = "number"
    follow = "vault.lock_min_days"
  }
  field "lock_max_days" {
    type   = "number"
    follow = "vault.lock_max_days"
  }
  field "lock_mode" {
    type   = "string"
    follow = "vault.lock_mode"
  }
  field "vault_redundancy" {
    type   = "string"
    follow = "vault.redundancy"
  }
  field "enabled" { type = "bool" }
}

concept "copy" {
  meaning = "A second copy of data or of recovery points: a plan's copy action, bucket replication, a cross-region replica."
  field "kind" {
    type    = "string"
    meaning = "recovery-point (a backup is copied), replica (live data is mirrored), move (the original goes once it has been copied) or export (records flow into something else, such as a table that is queried)."
  }
  field "plan" {
    type    = "reference"
    of      = ["plan"]
    meaning = "The plan that makes the copy, for copies of recovery points."
  }
  field "from" {
    type    = "reference"
    of      = ["store", "vault"]
    meaning = "What is copied."
  }
  field "from_region" {
    type   = "string"
    follow = "from.region"
  }
  field "to" {
    type    = "reference"
    of      = ["vault", "store"]
    meaning = "Where the copy lands."
  }
  field "to_region" {
    type    = "string"
    follow  = "to.region"
    meaning = "The region the copy really lands in."
  }
  field "to_account" {
    type    = "string"
    meaning = "The 12-digit account, subscription or project of the destination, where a literal names it."
  }
  field "to_isolated" {
    type   = "bool"
    follow = "to.isolated"
  }
  field "kept_days" {
    type    = "number"
    meaning = "How long copies are kept, in days. Null for ever."
  }
  field "cold_days" { type = "number" }
  field "lock_min_days" {
    type   = "number"
    follow = "to.lock_min_days"
  }
  field "lock_max_days" {
    type   = "number"
    follow = "to.lock_max_days"
  }
  field "key" {
    type = "reference"
    of   = ["key"]
  }
  field "takes_keyed" {
    type    = "bool"
    meaning = "Takes objects that are encrypted with a customer-managed key, too. Null where none are left out for that."
  }
  field "mirrors_deletion" {
    type    = "bool"
    meaning = "What is deleted at the source is deleted from the copy, too. Null where copies of this kind never do that."
  }
  field "setting" {
    type    = "reference"
    of      = ["setting"]
    meaning = "The setting of the account that decides whether it leaves its region. Null for most."
  }
  field "enabled" {
    type   = "bool"
    follow = "setting.on"
  }
}

concept "transfer" {
  meaning = "A way on which data travels to or from a store: a file transfer server, an endpoint of a replication, a place that is synchronised."
  field "name" { type = "string" }
  field "protocol" {
    type    = "string"
    meaning = "What it speaks, for people: FTP, HTTP, mysql."
  }
  field "encrypted" {
    type    = "bool"
    meaning = "It speaks encrypted protocols alone. Null where that is not for it to say."
  }
  field "public" {
    type    = "bool"
    meaning = "Reachable from everywhere, although it need not be. Null where it is meant to be, or never is."
  }
}

concept "firewall" {
  meaning = "What lets connections through to the stores behind it: a security group."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "open" {
    type    = "bool"
    meaning = "It lets the internet, or a part of it that nobody has to himself, through to some port that is not the web's alone."
  }
  field "open_web" {
    type    = "bool"
    meaning = "It lets the whole internet through to the ports of the web, 80 and 443, which some stores answer on."
  }
  field "rules" {
    type    = "objects"
    meaning = "Where rules have an order, those for the whole internet: {allow, priority, ports, protocol}; of those that allow, only what is not the web's alone. open and open_web are null then."
  }
}

concept "network" {
  meaning = "A subnet whose firewall is that of all that stands in it, or a network interface with one of its own."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "firewalls" {
    type = "references"
    of   = ["firewall"]
  }
  field "within" {
    type    = "reference"
    of      = ["network"]
    meaning = "The subnet that it stands in, whose firewalls come before its own. Null for a subnet."
  }
}

concept "selection" {
  meaning = "Which stores a plan backs up."
  field "plan" {
    type = "reference"
    of   = ["plan"]
  }
  field "stores" {
    type    = "references"
    of      = ["store"]
    meaning = "Stores named one by one: fact ids where they resolve, else ARNs and patterns as written."
  }
  field "except" {
    type    = "references"
    of      = ["store"]
    meaning = "Stores left out, in the same form."
  }
  field "tags_any" {
    type    = "objects"
    meaning = "{key, value}: a store with any of these tags is selected."
  }
  field "conditions" {
    type    = "objects"
    meaning = "{operator, key, value}: every one must hold. operator: equals, not_equals, like, not_like. On AWS the key is aws:ResourceTag/<tag>; any other never holds."
  }
  field "everything" {
    type    = "bool"
    meaning = "Nothing is named, so everything is selected."
  }
  field "role" { type = "string" }
}

concept "protection" {
  meaning = "One store bound to one policy, where the cloud binds them one by one (Azure protected items, Google plan associations and snapshot attachments)."
  field "store" {
    type = "reference"
    of   = ["store"]
  }
  field "plan" {
    type = "reference"
    of   = ["plan"]
  }
  field "leaves_out" {
    type    = "strings"
    meaning = "What of the store is not backed up, in words: the disk at LUN 3."
  }
  field "vault" {
    type    = "reference"
    of      = ["vault"]
    meaning = "The vault that the backups are in, where the protection names it."
  }
  field "keeps_backups" {
    type    = "bool"
    meaning = "Backups stay where Terraform takes the protection away. Null where they always do."
  }
}

concept "key" {
  meaning = "An encryption key."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "manager" {
    type    = "string"
    meaning = "customer or provider."
  }
  field "purpose" {
    type    = "string"
    meaning = "encrypt (symmetric, data encryption), sign, mac or wrap (asymmetric)."
  }
  field "protection" {
    type    = "string"
    meaning = "Where the key material is: hsm (hardware security modules; all keys that AWS KMS keeps), software, external (a manager outside of the cloud). Null where another key decides."
  }
  field "rotation" {
    type    = "bool"
    meaning = "Rotated automatically. Null where keys of this kind cannot be."
  }
  field "rotation_days" {
    type    = "number"
    meaning = "The period of that rotation, in days."
  }
  field "container" {
    type    = "reference"
    of      = ["key_container"]
    meaning = "The vault that holds the key, where it decides for the key."
  }
  field "ring" {
    type    = "reference"
    of      = ["key_container"]
    meaning = "What has the place of the key and decides nothing else for it: a key ring of Google's."
  }
  field "deletion_days" {
    type    = "number"
    follow  = "container.deletion_days"
    meaning = "Days between a request to delete the key and its destruction."
  }
  field "purge_guard" {
    type    = "bool"
    follow  = "container.purge_guard"
    meaning = "Nobody can cut that window short. Null where nobody ever can."
  }
  field "enabled" { type = "bool" }
  field "multi_region" { type = "bool" }
  field "protects" {
    type       = "bool"
    pointed_by = ["store.key", "vault.key", "copy.key", "trail.key"]
    meaning    = "Some store, vault, copy or trail names this key. Filled in after the joins."
  }
}

concept "key_container" {
  meaning = "What holds keys, and decides where they are or how they are destroyed: an Azure key vault, a key ring of Google's."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "deletion_days" {
    type    = "number"
    meaning = "Null where each key says it."
  }
  field "purge_guard" { type = "bool" }
  field "public" {
    type    = "bool"
    meaning = "Reachable from every network."
  }
  field "logged" {
    type    = "bool"
    meaning = "The use of its keys is logged."
  }
}

concept "grant" {
  meaning = "One statement of who may do what: an IAM or resource policy statement, a role assignment, a binding."
  field "kind" {
    type    = "string"
    meaning = "identity (attached to who acts), resource (attached to what is acted on), trust (who may assume), boundary (limits others)."
  }
  field "effect" {
    type    = "string"
    meaning = "allow or deny."
  }
  field "principals" {
    type    = "strings"
    meaning = "Who: *, account ids, ARNs, members, addresses. For identity grants: the identities they attach to."
  }
  field "principal_kinds" {
    type    = "strings"
    meaning = "anyone, account, role, user, group, service, agent (a service of the cloud's own), federated, identity; unique."
  }
  field "principals_from" {
    type    = "strings"
    meaning = "For each account, role or user that cannot be known: the addresses that it is read from, joined by spaces; empty where it waits for more than those."
  }
  field "not_principals" { type = "strings" }
  field "actions" {
    type    = "strings"
    follow  = "role.actions"
    meaning = "Actions or role names as written: backup:Delete*, Backup Contributor, roles/storage.admin; the actions of a role of the configuration's own."
  }
  field "not_actions" { type = "strings" }
  field "role" {
    type    = "reference"
    of      = ["role"]
    meaning = "The role that it gives, where the cloud gives roles."
  }
  field "resources" { type = "strings" }
  field "not_resources" { type = "strings" }
  field "conditions" {
    type    = "objects"
    meaning = "{operator, key, values}."
  }
  field "conditions_from" {
    type    = "objects"
    meaning = "{operator, key, from}: for each condition with a value that cannot be known, the addresses that its only value is read from, joined by spaces; empty where it has several, or waits for something else as well."
  }
  field "on" {
    type    = "reference"
    of      = ["store", "vault", "key", "key_container", "channel", "trail"]
    meaning = "What a resource grant is attached to."
  }
  field "on_concept" {
    type    = "string"
    meaning = "The concept of that thing, as far as the resource type tells: store, vault, key, channel."
  }
  field "scope" {
    type    = "string"
    meaning = "For role assignments and bindings: resource, group, subscription, project, folder, organization."
  }
  field "sid" { type = "string" }
}

concept "role" {
  meaning = "A role that the configuration makes, or looks up by its name: a list of actions."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "actions" {
    type    = "strings"
    meaning = "The actions it allows; the name of a role of the provider's own."
  }
  field "leaves_out" {
    type    = "strings"
    meaning = "The actions that it takes off again, of those that its wildcards allow."
  }
}

concept "group" {
  meaning = "A group of identities, which have every right that it is given."
  field "name" { type = "string" }
  field "member_kinds" {
    type    = "strings"
    meaning = "What its members are, as far as they are declared, in the words of principal_kinds."
  }
}

concept "trail" {
  meaning = "An audit trail of what is done to the estate."
  field "name" { type = "string" }
  field "enabled" { type = "bool" }
  field "all_regions" { type = "bool" }
  field "management_events" { type = "bool" }
  field "data_events" {
    type    = "strings"
    meaning = "Resource types or ARN prefixes whose data events are recorded."
  }
  field "key_events" {
    type    = "bool"
    meaning = "The use of keys is recorded. Null where it always is, or where no management events are."
  }
  field "validated" {
    type    = "bool"
    meaning = "Log files can be shown to be unaltered."
  }
  field "key" {
    type = "reference"
    of   = ["key"]
  }
  field "destination" {
    type = "reference"
    of   = ["store"]
  }
  field "kept_days" {
    type    = "number"
    meaning = "How long the trail keeps events itself, in days. Null where it delivers them somewhere."
  }
  field "alertable" {
    type    = "bool"
    meaning = "Events reach something that can raise alarms."
  }
}

concept "log" {
  meaning = "A place where logs are kept with a retention of its own."
  field "name" { type = "string" }
  field "kept_days" {
    type    = "number"
    meaning = "Days; null for ever."
  }
  field "evidence" {
    type    = "bool"
    meaning = "It holds what was done to the estate or its records, and by whom: the log of a trail, of a database, of a subscription."
  }
  field "key" {
    type = "reference"
    of   = ["key"]
  }
}

concept "alarm" {
  meaning = "A rule that notices events of backup jobs or of tampering, and tells a channel."
  field "name" { type = "string" }
  field "watches" {
    type    = "strings"
    meaning = "What it notices: backup-failed, copy-failed, restore-failed, backup-deleted, key-deleted, lock-changed, other."
  }
  field "vault" {
    type    = "reference"
    of      = ["vault"]
    meaning = "The one vault it watches; null for all of the region."
  }
  field "channels" {
    type    = "references"
    of      = ["channel"]
    meaning = "Where it sends."
  }
  field "sends" {
    type    = "bool"
    meaning = "It has at least one target of any kind. Completed by parts (rule targets). Null for what counts events while no alarm looks at the count."
  }
  field "enabled" { type = "bool" }
}

concept "silence" {
  meaning = "A rule that keeps alarms from being told to anybody."
  field "name" { type = "string" }
  field "vault" {
    type    = "reference"
    of      = ["vault"]
    meaning = "The one vault whose alarms it silences; null where it is about more, or about something else."
  }
  field "scope" {
    type    = "string"
    meaning = "What it is about: resource, group, subscription."
  }
  field "group" {
    type    = "string"
    meaning = "The name of the group, where it is about one."
  }
  field "ends" {
    type    = "bool"
    meaning = "It holds for a time alone, or now and then."
  }
  field "enabled" { type = "bool" }
}

concept "channel" {
  meaning = "Where alarms are delivered: a topic, an action group, a notification channel."
  field "name" { type = "string" }
  field "arn" { type = "string" }
  field "subscribed" {
    type    = "bool"
    meaning = "At least one person or system receives from it."
  }
  field "key" {
    type = "reference"
    of   = ["key"]
  }
}

concept "restore_test" {
  meaning = "A recurring test that restores backups."
  field "name" { type = "string" }
  field "gap_hours" {
    type    = "number"
    meaning = "The longest time between two tests, in hours."
  }
  field "selects" {
    type    = "bool"
    meaning = "It has at least one selection: without one nothing is restored. Completed by parts."
  }
  field "types" {
    type    = "strings"
    meaning = "The resource types restored."
  }
  field "vaults" {
    type    = "references"
    of      = ["vault"]
    meaning = "The vaults that are restored from; * for all of the account and the region."
  }
}

concept "share" {
  meaning = "Data or backups given to someone else: snapshot permissions, cross-account data sharing, resource shares."
  field "what" {
    type = "reference"
    of   = ["store", "vault", "snapshot"]
  }
  field "accounts" {
    type    = "strings"
    meaning = "Account ids, tenants, projects; \"all\" for everyone."
  }
}

concept "snapshot" {
  meaning = "A one-off copy of a store."
  field "name" { type = "string" }
  field "of_store" {
    type    = "reference"
    of      = ["store", "snapshot"]
    meaning = "What it is a copy of: a store, or another snapshot."
  }
  field "encrypted" {
    type   = "bool"
    follow = "of_store.encrypted"
  }
  field "shared_with" {
    type    = "strings"
    meaning = "Accounts named on the snapshot itself; \"all\" for everyone."
  }
}

concept "framework" {
  meaning = "Continuous evidence that backups meet controls: audit frameworks, report plans."
  field "name" { type = "string" }
}

concept "setting" {
  meaning = "A setting of an account, region or organisation that other facts depend on."
  field "name" {
    type    = "string"
    meaning = "ebs-encryption-by-default, ebs-default-key, ebs-snapshot-public-access-block, s3-public-access-block (so for buckets of Google's), backup-opt-in:<type>, cross-account-backup, snapshot-location (on where snapshots leave the region of their disk), monitored-project:<scope>/<project>."
  }
  field "on" { type = "bool" }
  field "key" {
    type    = "reference"
    of      = ["key"]
    meaning = "The key that it names. Null where it names none."
  }
  field "key_manager" {
    type    = "string"
    follow  = "key.manager"
    meaning = "Who manages that key: customer or provider."
  }
}

concept "service" {
  meaning = "A service in use that could hold or carry PHI, one fact for every resource of such a type. Made from policies/eligibility; catalogue entries add those whose endpoints they name."
  field "service" {
    type    = "string"
    meaning = "The provider's name for it. Null where the provider's list is not known to name the type."
  }
  field "eligible" {
    type    = "string"
    meaning = "yes, no, conditional; agreement: nothing but the practice's own agreement with the vendor tells; unlisted: the provider's list is not known to name the type."
  }
  field "vendor" {
    type    = "string"
    meaning = "With whom an agreement is needed, as people call it: AWS, Wasabi."
  }
  field "consumer" {
    type    = "bool"
    meaning = "It is sold to single persons, who are signed no agreement without more: Dropbox, iCloud."
  }
  field "holds" {
    type    = "string"
    meaning = "stores or transits. Null where eligible is unlisted."
  }
  field "note" {
    type    = "string"
    meaning = "A sentence that says why it is covered or not, or under which condition."
  }
}

concept "state" {
  meaning = "Where a root module keeps its state, which repeats every password and key that the configuration knows: a backend block. None where the module names no backend."
  field "name" {
    type    = "string"
    meaning = "The type of the backend: s3, azurerm, gcs, local."
  }
  field "store" {
    type    = "reference"
    of      = ["store"]
    meaning = "The bucket or storage account that holds it."
  }
  field "encrypted" {
    type    = "bool"
    meaning = "Encrypted at rest: by the service, by a setting of the backend, or by OpenTofu before it is sent."
  }
  field "tls" {
    type    = "bool"
    meaning = "Sent over TLS. Null where it is not sent anywhere."
  }
  field "kept_in" {
    type    = "string"
    follow  = "store.region"
    meaning = "The region that it is kept in. Null where the backend has none."
  }
}

concept "provider" {
  meaning = "A provider configuration in use."
  field "name" { type = "string" }
  field "accounts" {
    type    = "strings"
    meaning = "The accounts it is pinned to."
  }
}

concept "secret" {
  meaning = "A password, key or token that opens a store, a transfer or an account, as a resource, a backend or a provider is given it. What it is no fact says."
  field "name" {
    type    = "string"
    meaning = "What it is, for people: master password."
  }
  field "written" {
    type    = "string"
    meaning = "configuration (in the clear); at first (likewise, where Terraform ignores later changes); variables (in a file of variables); elsewhere."
  }
}

concept "estate" {
  meaning = "The whole of what one run reads. There is exactly one."
  field "stores" { type = "number" }
  field "vaults" { type = "number" }
  field "schedules" { type = "number" }
  field "clouds" { type = "strings" }
}

# What the agreement says (baa.yaml). These facts are made from that file, not by catalogue entries; they have no account, region or
# tags, and the cloud of a vendor that is one. A field that the file does not state is null. Dates are year-month-day.

concept "agreement" {
  meaning = "The agreement as a whole. There is exactly one; without a file all that it might say is unknown."
  field "vendors" {
    type    = "strings"
    meaning = "The names of the vendors that it lists. Unknown where it lists none."
  }
  field "clouds" {
    type    = "strings"
    meaning = "aws, azure, google, wasabi: the clouds of these vendors, as facts name them. Unknown where it lists none."
  }
  field "subcontractors" {
    type    = "strings"
    meaning = "The clouds of their subcontractors, in the same words. Unknown where it lists no vendors."
  }
  field "rpo_hours" { type = "number" }
  field "rto_hours" {
    type    = "number"
    meaning = "0 where the agreement sets none."
  }
}

concept "practice" {
  meaning = "The covered entity. There is one where the agreement lists vendors or speaks of the practice."
  field "name" { type = "string" }
  field "risk_assessment" {
    type    = "string"
    meaning = "The date of its last risk assessment; none where it never made one."
  }
  field "restore_test" {
    type    = "string"
    meaning = "The date on which it last restored a backup to see whether it can; none where it never did."
  }
  field "asset_inventory" {
    type    = "string"
    meaning = "The date on which it last reviewed the inventory and the map of its systems; none where there is none. So the next three, of proposed law."
  }
  field "compliance_audit" { type = "string" }
  field "penetration_test" { type = "string" }
  field "vulnerability_scan" { type = "string" }
}

concept "vendor" {
  meaning = "One vendor's agreement, as the file states it."
  field "name" { type = "string" }
  field "signed" {
    type    = "string"
    meaning = "A date, or none."
  }
  field "reviewed" {
    type    = "string"
    meaning = "A date, or none."
  }
  field "expires" {
    type    = "string"
    meaning = "A date, or never."
  }
  field "accounts" { type = "strings" }
  field "services" { type = "strings" }
  field "breach_notice_hours" {
    type    = "number"
    meaning = "0 where the agreement promises none."
  }
  field "contingency_notice_hours" {
    type    = "number"
    meaning = "How soon it tells that it had to turn to its contingency plan; 0 where the agreement promises nothing."
  }
  field "forensic_support" { type = "bool" }
  field "uptime_percent" {
    type    = "number"
    meaning = "0 where the agreement commits to none."
  }
  field "disposal" {
    type    = "string"
    meaning = "What becomes of PHI at the end: return, destroy, return and destroy; none where the agreement says nothing of it."
  }
  field "disposal_days" { type = "number" }
  field "disposal_certificate" {
    type    = "bool"
    meaning = "The vendor certifies the destruction in writing."
  }
  field "soc2_type2" {
    type    = "string"
    meaning = "The end of the period that the last report covers, or none; so the next four, with the day of the audit or test."
  }
  field "iso27001" { type = "string" }
  field "hitrust" { type = "string" }
  field "penetration_test" { type = "string" }
  field "risk_assessment" { type = "string" }
  field "verified" {
    type    = "string"
    meaning = "When it last confirmed in writing that it has the technical safeguards of the Security Rule, or none."
  }
  field "diligence" {
    type    = "string"
    meaning = "When its finances and references were last looked at, or none."
  }
  field "responsibilities" {
    type    = "strings"
    meaning = "The rows of the shared responsibility matrix, for people: patching: vendor. Empty where there is none."
  }
  field "subcontractors" {
    type    = "strings"
    meaning = "Their names; an empty list where the vendor has none who can reach PHI."
  }
}

concept "subcontractor" {
  meaning = "A party further down that can reach PHI, and its own agreement."
  field "name" { type = "string" }
  field "accounts" { type = "strings" }
  field "signed" {
    type    = "string"
    meaning = "A date, or none."
  }
  field "expires" {
    type    = "string"
    meaning = "A date, or never."
  }
  field "verified" {
    type    = "string"
    meaning = "When it last confirmed the same to the vendor, or none."
  }
}
