# State in Cloud Storage, which encrypts everything by itself. Where it is the bucket knows.

backend "gcs" {
  fact "state" {
    name      = "gcs"
    store     = self.bucket
    encrypted = true
    tls       = true
    kept_in   = unknown("the bucket of ${address}")
  }

  # What the state repeats is for the rules about states.
  part "store" {
    when = surely(default(self.bucket, "") != "")
    of   = self.bucket
    to   = ["google_storage_bucket"]
    role = "program"
  }
}
