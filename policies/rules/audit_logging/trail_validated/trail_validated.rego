# METADATA
# scope: package
# title: Audit logs can be shown to be unaltered
# description: A log that an intruder may have rewritten proves nothing to patients, the insurer or the regulator.
# related_resources:
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(b)
#   description: 45 CFR 164.312(b)
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(c)(1)
#   description: 45 CFR 164.312(c)(1)
# custom:
#   severity: medium
#   tier: obligation
#   about: trail
#   reads: [validated]
#   remedy:
#     any: Turn the validation of log files on.
#     aws_cloudtrail: |
#       enable_log_file_validation = true
package rules.audit_logging.trail_validated

import data.lib

fail contains lib.at(trail, "validated", "leaves no proof that its log files are unaltered") if {
	some trail in input.trail
	trail.validated == false
}

# The audit logs of Azure and Google cannot be written to.
skip contains trail.id if {
	some trail in input.trail
	trail.validated == null
}
