# METADATA
# scope: package
# title: The use of keys is recorded
# description: Who decrypted records, and who scheduled the deletion of a key, is seen in the log of the keys alone.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# custom:
#   severity: medium
#   tier: obligation
#   about: trail
#   reads: [enabled, key_events]
#   remedy:
#     any: Leave the events of the key service in.
#     aws_cloudtrail: |
#       event_selector {
#         include_management_events        = true
#         exclude_management_event_sources = []   # and no advanced_event_selector that leaves kms.amazonaws.com out
#       }
#     aws_cloudtrail_event_data_store: |
#       advanced_event_selector {
#         name = "Management events, those of keys among them"
#         field_selector {
#           field  = "eventCategory"
#           equals = ["Management"]
#         }
#       }
package rules.audit_logging.key_use_recorded

import data.lib

fail contains lib.at(trail, "key_events", "leaves out who uses and destroys keys") if {
	some trail in input.trail
	trail.key_events == false
}

# Whether management events are recorded at all is another rule's question.
skip contains trail.id if {
	some trail in input.trail
	trail.key_events == null
}

skip contains trail.id if {
	some trail in input.trail
	trail.enabled == false
}
