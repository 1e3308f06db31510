# METADATA
# scope: package
# title: Replication takes encrypted objects
# description: S3 silently leaves out objects under a KMS key unless it is told to take them, so that the copy in the second region is empty when it is needed.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(A)
#   description: 45 CFR 164.308(a)(7)(ii)(A)
# - ref: https://www.ecfr.gov/current/title-45/section-164.308#p-164.308(a)(7)(ii)(B)
#   description: 45 CFR 164.308(a)(7)(ii)(B)
# custom:
#   severity: high
#   tier: obligation
#   about: copy
#   reads: [enabled, from, store.key_manager, takes_keyed, vault.key_manager]
#   weighs: [from, store.key_manager, vault.key_manager]
#   remedy:
#     any: Let the replication take encrypted objects, and name a key at the destination.
#     aws_s3_bucket_replication_configuration: |
#       rule {
#         source_selection_criteria {
#           sse_kms_encrypted_objects {
#             status = "Enabled"
#           }
#         }
#         destination {
#           bucket = aws_s3_bucket.replica.arn
#           encryption_configuration {
#             replica_kms_key_id = aws_kms_key.replica.arn
#           }
#         }
#       }
#     aws_s3_bucket: |
#       replication_configuration {
#         rules {
#           source_selection_criteria {
#             sse_kms_encrypted_objects {
#               enabled = true
#             }
#           }
#           destination {
#             bucket             = aws_s3_bucket.replica.arn
#             replica_kms_key_id = aws_kms_key.replica.arn
#           }
#         }
#       }
package rules.geographic_redundancy.replication_whole

import data.lib

fail contains lib.related(lib.at(copy, "takes_keyed", message), [store.id]) if {
	some copy in input.copy
	copy.takes_keyed == false
	store := input.facts[copy.from]
	store.key_manager == "customer"
	message := sprintf("leaves out objects that are encrypted with a KMS key, which those of %s are", [store.address])
}

open contains lib.related(lib.at(copy, "takes_keyed", message), [store.id]) if {
	some copy in input.copy
	copy.takes_keyed == false
	store := input.facts[copy.from]
	"key_manager" in store.unknown
	message := sprintf("leaves out objects that are encrypted with a KMS key, and whether those of %s are cannot be known", [store.address])
}

open contains lib.at(copy, "takes_keyed", message) if {
	some copy in input.copy
	copy.takes_keyed == false
	"from" in copy.unknown
	message := "leaves out objects that are encrypted with a KMS key, and whether those of its source are cannot be known"
}

# No other service leaves anything out for its key.
skip contains copy.id if {
	some copy in input.copy
	copy.takes_keyed == null
}

skip contains copy.id if {
	some copy in input.copy
	copy.enabled == false
}
