# Who is given rights on what leads to records: secrets, topics, the accounts of services, views of logs, and listings of datasets that
# others may subscribe to.

resource "google_secret_manager_secret_iam_member, google_secret_manager_regional_secret_iam_member, google_pubsub_topic_iam_member" {
  fact "grant" {
    like = "single_member"
  }
}

resource "google_secret_manager_secret_iam_binding, google_secret_manager_regional_secret_iam_binding, google_pubsub_topic_iam_binding" {
  fact "grant" {
    like     = "single_binding"
    for_each = self.members
  }
}

resource "google_secret_manager_secret_iam_policy, google_secret_manager_regional_secret_iam_policy, google_pubsub_topic_iam_policy" {
  part "grant" {
    like = "single_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
  }

  fact "grant" {
    like     = "single_bound"
    for_each = bindings(self.policy_data)
  }
}

resource "google_pubsub_subscription_iam_member, google_service_account_iam_member, google_logging_log_view_iam_member" {
  fact "grant" {
    like = "single_member"
  }
}

resource "google_pubsub_subscription_iam_binding, google_service_account_iam_binding, google_logging_log_view_iam_binding" {
  fact "grant" {
    like     = "single_binding"
    for_each = self.members
  }
}

resource "google_pubsub_subscription_iam_policy, google_service_account_iam_policy, google_logging_log_view_iam_policy" {
  part "grant" {
    like = "single_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
  }

  fact "grant" {
    like     = "single_bound"
    for_each = bindings(self.policy_data)
  }
}

resource "google_bigquery_analytics_hub_data_exchange_iam_member, google_bigquery_analytics_hub_listing_iam_member" {
  fact "grant" {
    like = "single_member"
  }
}

resource "google_bigquery_analytics_hub_data_exchange_iam_binding, google_bigquery_analytics_hub_listing_iam_binding" {
  fact "grant" {
    like     = "single_binding"
    for_each = self.members
  }
}

resource "google_bigquery_analytics_hub_data_exchange_iam_policy, google_bigquery_analytics_hub_listing_iam_policy" {
  part "grant" {
    like = "single_policy"
    of   = self.policy_data
    to   = ["google_iam_policy"]
  }

  fact "grant" {
    like     = "single_bound"
    for_each = bindings(self.policy_data)
  }
}
