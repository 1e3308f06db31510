package rules.eligible_services.account_in_agreement_test

import data.rules.eligible_services.account_in_agreement as rule

store(id, account) := {"id": id, "root": ".", "cloud": "aws", "account": account, "mode": "managed"}

verdicts(stores, terms) := result if {
	result := {
		"fail": {element.id | some element in rule.fail},
		"open": {element.id | some element in rule.open},
		"skip": rule.skip,
	} with input as {"store": stores, "vault": [], "facts": {fact.id: fact | some fact in stores}, "terms": terms}
}

agreed := {"accounts": ["111122223333"], "account_clouds": ["aws"]}

test_an_account_speaks_once if {
	found := verdicts([store("a", "444455556666"), store("b", "444455556666"), store("c", "111122223333")], agreed)
	found == {"fail": {"a"}, "open": set(), "skip": {"b"}}
}

test_no_account_is_named if {
	verdicts([store("a", "provider.aws")], agreed) == {"fail": set(), "open": {"a"}, "skip": set()}
}

test_nothing_to_hold_it_against if {
	verdicts([store("a", "444455556666")], {"accounts": [], "account_clouds": []}).skip == {"a"}
	google := object.union(store("a", "provider.google"), {"cloud": "google"})
	verdicts([google], {"accounts": ["clinic"], "account_clouds": ["aws", "google"]}).skip == {"a"}
	looked_up := object.union(store("a", "444455556666"), {"mode": "data"})
	verdicts([looked_up], agreed).skip == {"a"}
}
