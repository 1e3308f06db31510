# METADATA
# scope: package
# title: Stores accept no TLS older than agreed
# description: Old versions of TLS can be broken, and a client that still speaks one gives the records away.
# related_resources:
# - ref: agreement:minimum_tls
#   description: agreement term
# - ref: https://www.ecfr.gov/current/title-45/section-164.312#p-164.312(e)(2)(ii)
#   description: 45 CFR 164.312(e)(2)(ii)
# custom:
#   severity: high
#   tier: obligation
#   about: store
#   reads: [min_tls, role]
#   remedy:
#     any: Raise the oldest version that the store accepts to the one in the agreement.
#     aws: |
#       # S3 refuses everything below TLS 1.2; this statement of the bucket policy asks for 1.3
#       statement {
#         effect    = "Deny"
#         actions   = ["s3:*"]
#         resources = [aws_s3_bucket.records.arn, "${aws_s3_bucket.records.arn}/*"]
#         principals {
#           type        = "*"
#           identifiers = ["*"]
#         }
#         condition {
#           test     = "NumericLessThan"
#           variable = "s3:TlsVersion"
#           values   = ["1.3"]
#         }
#       }
#     azure: |
#       min_tls_version = "TLS1_2"   # minimum_tls_version = "1.2" for a SQL server
package rules.encryption_in_transit.minimum_tls

import data.lib

fail contains element(store) if {
	some store in input.store
	lib.tls_below(store.min_tls, input.terms.min_tls)
}

# TLS 1.2 is not broken: it is only less than an agreement on 1.3 asks for.
element(store) := lib.severity(plain(store), "low") if {
	store.role == "log"
} else := lib.severity(plain(store), "medium") if {
	lib.tls_at_least(store.min_tls, "1.2")
} else := plain(store)

plain(store) := lib.at(store, "min_tls", message(store))

message(store) := sprintf("accepts TLS %s, older than the %s that the agreement asks for", [store.min_tls, input.terms.min_tls])

# What programs need holds no records, and is made again.
skip contains store.id if {
	some store in input.store
	store.role == "program"
}
