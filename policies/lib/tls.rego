package lib

# tls_versions orders the versions that a field min_tls or the agreement may name.
tls_versions := {"1.0": 0, "1.1": 1, "1.2": 2, "1.3": 3}

# tls_at_least holds where the version is known and not older than the limit.
tls_at_least(version, limit) if tls_versions[version] >= tls_versions[limit]

# tls_below holds where the version is known and older than the limit.
tls_below(version, limit) if tls_versions[version] < tls_versions[limit]
