# State that no cloud of ours keeps. OpenTofu may encrypt it before it is sent; then neither the way nor the place can read it.

# A file beside the configuration.
backend "local" {
  fact "state" {
    name      = "local"
    encrypted = default(self.state_method, "unencrypted") != "unencrypted"
    tls       = null
    kept_in   = null
  }
}

# A server of one's own: what it does with the state only its owner knows.
backend "http" {
  fact "state" {
    name      = "http"
    encrypted = default(self.state_method, "unencrypted") != "unencrypted" ? true : unknown("the server of ${address}")
    tls       = default(self.state_method, "unencrypted") != "unencrypted" || !startswith(lower(self.address), "http:") || default(regex("^http://(localhost|127[.]0[.]0[.]1|[[]::1[]])([:/]|$)", lower(self.address))[0], "") != ""
    kept_in   = unknown("the server of ${address}")
  }
}

backend "pg" {
  fact "state" {
    name      = "pg"
    encrypted = default(self.state_method, "unencrypted") != "unencrypted" ? true : unknown("the database of ${address}")
    tls       = default(self.state_method, "unencrypted") != "unencrypted" || length(split("sslmode=disable", self.conn_str)) == 1
    kept_in   = unknown("the database of ${address}")
  }
}

# The agent on the same machine is spoken to without TLS.
backend "consul" {
  fact "state" {
    name      = "consul"
    encrypted = default(self.state_method, "unencrypted") != "unencrypted" ? true : unknown("the server of ${address}")
    tls       = default(self.state_method, "unencrypted") != "unencrypted" || lower(self.scheme) != "http" || startswith(lower(self.address), "localhost") || startswith(self.address, "127.0.0.1")
    kept_in   = unknown("the server of ${address}")
  }
}

# A secret of the cluster, which encrypts secrets only where it is told to.
backend "kubernetes" {
  fact "state" {
    name      = "kubernetes"
    encrypted = default(self.state_method, "unencrypted") != "unencrypted" ? true : unknown("the cluster of ${address}")
    tls       = true
    kept_in   = unknown("the cluster of ${address}")
  }
}

# Tencent Cloud and Alibaba Cloud. The first encrypts unless it is told not to, the second only where it is told to.
backend "cos" {
  fact "state" {
    name      = "cos"
    encrypted = default(self.encrypt, true) || default(self.state_method, "unencrypted") != "unencrypted"
    tls       = true
    kept_in   = self.region
  }
}

backend "oss" {
  fact "state" {
    name      = "oss"
    encrypted = default(self.encrypt, false) || default(self.state_method, "unencrypted") != "unencrypted"
    tls       = true
    kept_in   = self.region
  }
}

# Oracle's object storage encrypts everything.
backend "oci" {
  fact "state" {
    name      = "oci"
    encrypted = true
    tls       = true
    kept_in   = self.region
  }
}

# HCP Terraform and Terraform Enterprise encrypt what they keep.
backend "remote" {
  fact "state" {
    name      = "remote"
    encrypted = true
    tls       = true
    kept_in   = unknown("the organization of ${address}")
  }
}

backend "cloud" {
  fact "state" {
    name      = "cloud"
    encrypted = true
    tls       = true
    kept_in   = unknown("the organization of ${address}")
  }
}

# What opens the state, which holds every password and key that the configuration knows.
backend "http" {
  fact "secret" {
    when    = is_set(self.password)
    name    = "password"
    written = written(self.password)
  }
}

backend "consul" {
  fact "secret" {
    when    = is_set(self.access_token)
    name    = "token"
    written = written(self.access_token)
  }
}

backend "remote, cloud" {
  fact "secret" {
    when    = is_set(self.token)
    name    = "token"
    written = written(self.token)
  }
}

backend "cos, oss" {
  fact "secret" {
    when    = is_set(self.secret_key)
    name    = "secret key"
    written = written(self.secret_key)
  }
}
