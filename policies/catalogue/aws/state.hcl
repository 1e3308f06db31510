# State in S3, which encrypts every object by itself. Behind another endpoint is a service of somebody else's.

backend "s3" {
  fact "state" {
    name  = "s3"
    store = self.bucket
    encrypted = any([
      default(self.state_method, "unencrypted") != "unencrypted",
      default(self.encrypt, false),
      default(self.endpoints.s3, default(self.endpoint, "amazonaws.com")) == "amazonaws.com" ? true : length(split("amazonaws.com", default(self.endpoints.s3, default(self.endpoint, "")))) > 1 ? true : unknown("the endpoint of ${address}"),
    ])
    tls     = default(self.state_method, "unencrypted") != "unencrypted" || !startswith(lower(default(self.endpoints.s3, default(self.endpoint, ""))), "http:")
    kept_in = default(self.endpoints.s3, default(self.endpoint, "")) == "" ? self.region : unknown("the endpoint of ${address}")
  }

  # What the state repeats is for the rules about states.
  part "store" {
    when = surely(default(self.bucket, "") != "")
    of   = self.bucket
    to   = ["aws_s3_bucket"]
    role = "program"
  }
}
