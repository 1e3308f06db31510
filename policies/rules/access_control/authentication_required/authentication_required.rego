# METADATA
# scope: package
# title: Stores ask who is there
# description: A store that asks for no name and no password gives its records to whatever runs in its network, and its log can name nobody.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(d)
#   description: 45 CFR 164.312(d)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(a)(2)(i)
#   description: 45 CFR 164.312(a)(2)(i)
# custom:
#   severity: medium
#   tier: obligation
#   about: store
#   reads: [authenticated]
#   remedy:
#     any: Let the store ask whoever connects for an identity or a password.
#     aws_neptune_cluster: |
#       iam_database_authentication_enabled = true
#     aws_elasticache_replication_group: |
#       user_group_ids             = [aws_elasticache_user_group.app.id]
#       transit_encryption_enabled = true
#     aws_elasticache_cluster: |
#       # An aws_elasticache_replication_group can ask for a password; Memcached, and a cluster by itself, cannot.
#       replication_group_id = aws_elasticache_replication_group.sessions.id
#     aws_elasticache_serverless_cache: |
#       user_group_id = aws_elasticache_user_group.app.id
#     aws_msk_cluster: |
#       client_authentication {
#         sasl {
#           iam = true
#         }
#       }
#     aws_memorydb_cluster: |
#       acl_name = aws_memorydb_acl.app.name
#     azurerm_redis_cache: |
#       redis_configuration {
#         authentication_enabled = true
#       }
#     google_redis_instance: |
#       auth_enabled = true
#     google_redis_cluster: |
#       authorization_mode = "AUTH_MODE_IAM_AUTH"
#     google_memorystore_instance: |
#       authorization_mode = "IAM_AUTH"
#     google_memcache_instance: |
#       # Memcached knows no passwords: take Redis or Valkey.
#       resource "google_memorystore_instance" "sessions" {
#         instance_id        = "sessions"
#         location           = "us-central1"
#         shard_count        = 1
#         authorization_mode = "IAM_AUTH"
#       }
package rules.access_control.authentication_required

import data.lib

fail contains lib.at(store, "authenticated", "asks nobody who connects for a name or a password") if {
	some store in input.store
	store.authenticated == false
}

# All that always ask.
skip contains store.id if {
	some store in input.store
	store.authenticated == null
}
