# State in S3, which encrypts every object by itself. Behind another endpoint is a service of somebody else's, and what is on one's own
# machine is a test.

backend "s3" {
  fact "state" {
    when  = !default(vendor_of(hosts, default(self.endpoints.s3, default(self.endpoint, ""))).local, false)
    cloud = default(self.endpoints.s3, default(self.endpoint, "")) == "" ? "aws" : default(vendor_of(hosts, default(self.endpoints.s3, default(self.endpoint, ""))).key, "")
    name  = "s3"
    store = self.bucket
    encrypted = any([
      default(self.state_method, "unencrypted") != "unencrypted",
      default(self.encrypt, false),
      default(self.endpoints.s3, default(self.endpoint, "")) == "",
      default(vendor_of(hosts, default(self.endpoints.s3, default(self.endpoint, ""))).key, "") == "aws" ? true :
      default(vendor_of(hosts, default(self.endpoints.s3, default(self.endpoint, ""))).encrypts, unknown("the endpoint of ${address}")),
    ])
    tls = default(self.state_method, "unencrypted") != "unencrypted" || !startswith(lower(default(self.endpoints.s3, default(self.endpoint, ""))), "http:")
    kept_in = (
      default(self.endpoints.s3, default(self.endpoint, "")) == "" || default(vendor_of(hosts, default(self.endpoints.s3, default(self.endpoint, ""))).key, "") == "aws" ? self.region :
      default(vendor_of(hosts, default(self.endpoints.s3, default(self.endpoint, ""))).region, unknown("the endpoint of ${address}"))
    )
  }

  # What the state repeats is for the rules about states.
  part "store" {
    when = surely(default(self.bucket, "") != "")
    of   = self.bucket
    to   = ["aws_s3_bucket"]
    role = "program"
  }
}
