package rules.geographic_redundancy.second_region_copy_test

import data.rules.geographic_redundancy.second_region_copy as rule

schedule(fields) := object.union(
	{
		"id": "schedule/1", "root": ".", "cloud": "aws", "plan": "p", "region": "us-east-1", "vault": "v",
		"vault_redundancy": null, "enabled": true, "unknown": [],
	},
	fields,
)

copy(fields) := object.union(
	{
		"id": "c", "kind": "recovery-point", "enabled": true, "plan": "p", "region": "us-east-1", "account": "own",
		"to": null, "to_account": null, "unknown": [],
	},
	fields,
)

estate(schedules, copies, others) := object.union(
	{
		"schedule": schedules, "copy": copies, "protection": [], "selection": [{"id": "x", "plan": "p", "unknown": []}],
		"facts": {"v": {"id": "v", "concept": "vault", "region": "us-east-1"}},
		"regions": {"aws": {"us-east-1": {"country": "US"}}},
	},
	others,
)

test_one_region if {
	found := rule.fail with input as estate([schedule({})], [], {})
	found == {{"id": "schedule/1", "field": "plan", "message": "keeps its recovery points in us-east-1 (US) alone"}}
}

test_region_not_known_and_no_copy if {
	blank := object.remove(schedule({"unknown": ["region"]}), ["region"])
	found := rule.fail with input as estate([blank], [], {})
	{element.message | some element in found} == {"keeps its recovery points in us-east-1 (US) alone"}
	nowhere := rule.fail with input as estate([object.union(blank, {"vault": null})], [], {})
	{element.message | some element in nowhere} == {"keeps its recovery points in one region"}
}

test_one_finding_for_a_vault_of_azure if {
	policies := [schedule({"cloud": "azure"}), schedule({"cloud": "azure", "id": "schedule/2", "plan": "q"})]
	judged := estate(policies, [], {"selection": [{"id": "x", "plan": "p", "unknown": []}, {"id": "y", "plan": "q", "unknown": []}]})
	found := rule.fail with input as judged
	{element.related | some element in found} == {["v"]}
	"schedule/2" in rule.skip with input as judged
	not "schedule/1" in rule.skip with input as judged
}

test_first_rule_stands_for_the_plan if {
	rules := [schedule({}), schedule({"id": "schedule/1#2"})]
	"schedule/1#2" in rule.skip with input as estate(rules, [], {})
	not "schedule/1" in rule.skip with input as estate(rules, [], {})
}

settled(judged) if {
	count(rule.fail) == 0 with input as judged
	count(rule.open) == 0 with input as judged
	"schedule/1" in rule.pass with input as judged
}

test_copy_elsewhere if settled(estate([schedule({})], [copy({"to_region": "us-west-2"})], {}))

test_geo_redundant_vault if settled(estate([schedule({"vault_redundancy": "geo"})], [], {}))

test_any_rule_of_the_plan_will_do if {
	settled(estate([schedule({}), schedule({"id": "schedule/1#2", "vault_redundancy": "geo"})], [], {}))
}

test_vault_elsewhere if {
	far := {"v": {"id": "v", "concept": "vault", "region": "us-west-2"}}
	settled(estate([schedule({})], [], {"facts": far}))
}

test_copy_that_stays_is_found_by_itself if {
	"schedule/1" in rule.skip with input as estate([schedule({})], [copy({"to_region": "us-east-1"})], {})
}

test_isolated_copy_in_the_region_is_not_enough if {
	isolated := {"v": {"id": "v", "concept": "vault", "region": "us-east-1", "isolated": true, "account": "own"}}
	judged := estate([schedule({})], [copy({"to": "v", "to_region": "us-east-1"})], {"facts": isolated})
	count(rule.fail) == 1 with input as judged
	count(rule.skip) == 0 with input as judged
}

test_unknown_destination_is_open if {
	judged := estate([schedule({})], [copy({"unknown": ["to_region"]})], {})
	count(rule.fail) == 0 with input as judged
	count(rule.open) == 1 with input as judged
}

test_unknown_vault_is_open if {
	blank := object.remove(schedule({"unknown": ["vault_redundancy"]}), ["vault_redundancy"])
	count(rule.fail) == 0 with input as estate([blank], [], {})
	count(rule.open) == 1 with input as estate([blank], [], {})
}

test_unknown_destination_of_another_plan_does_not_matter if {
	count(rule.fail) == 1 with input as estate([schedule({})], [copy({"plan": "q", "unknown": ["to_region"]})], {})
}

test_plan_that_nothing_uses if {
	unused := estate([schedule({})], [], {"selection": []})
	count(rule.fail) == 0 with input as unused
	"schedule/1" in rule.skip with input as unused
}

test_protection_uses_a_plan if {
	used := {"selection": [], "protection": [{"id": "x", "plan": "p", "unknown": []}]}
	count(rule.fail) == 1 with input as estate([schedule({})], [], used)
}

test_selection_of_an_unknown_plan_is_open if {
	judged := estate([schedule({})], [], {"selection": [{"id": "x", "root": ".", "unknown": ["plan"], "refs": {}}]})
	count(rule.fail) == 0 with input as judged
	count(rule.open) == 1 with input as judged
	count(rule.skip) == 0 with input as judged
}

test_selection_of_another_roots_plan_does_not_matter if {
	made := estate([schedule({})], [], {"selection": [{"id": "x", "root": "b", "unknown": ["plan"], "refs": {"plan": ["aws_backup_plan.b"]}}]})
	count(rule.open) == 0 with input as made
	count(rule.skip) == 1 with input as made
	given := estate([schedule({})], [], {"selection": [{"id": "x", "root": "b", "unknown": ["plan"], "refs": {}}]})
	count(rule.open) == 1 with input as given
	count(rule.skip) == 0 with input as given
}

test_disabled if "schedule/1" in rule.skip with input as estate([schedule({"enabled": false})], [], {})

tagged(plan, value) := {"id": plan, "plan": plan, "tags_any": [{"key": "backup", "value": value}], "stores": [], "conditions": [], "except": [], "unknown": []}

beside(value, extra) := estate(
	[schedule({}), schedule({"id": "schedule/2", "plan": "q"})],
	[copy({"plan": "q", "region": "us-east-1", "from_region": "us-east-1", "to_region": "us-west-2"})],
	{"selection": [tagged("p", value), object.union(tagged("q", "yes"), extra)], "store": []},
)

test_another_plan_copies_the_same if {
	count(rule.fail) == 0 with input as beside("yes", {})
	count(rule.open) == 0 with input as beside("yes", {})
	"schedule/1" in rule.pass with input as beside("yes", {})
	{element.id | some element in rule.fail} == {"schedule/1"} with input as beside("no", {})
	{element.id | some element in rule.open} == {"schedule/1"} with input as beside("no", {"unknown": ["stores"]})
	count(rule.fail) == 0 with input as beside("no", {"unknown": ["stores"]})
}
