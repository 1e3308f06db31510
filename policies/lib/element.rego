# METADATA
# scope: package
# title: Helpers for rules
# description: Every function here is undefined, or false, for what is absent or null, so that ignorance never reads as a fault.
package lib

# at makes an element of fail, met, skip, pass, open or missing: this fact, because of this field ("" for the fact as a
# whole). The message completes the sentence "<address> …".
at(fact, field, message) := {"id": fact.id, "field": field, "message": message}

# related adds the ids of other facts that help to understand the element.
related(element, ids) := object.union(element, {"related": ids})

# on has the element stand where another fact, which is the cause, writes a field; of a list of objects, its n-th element, from 0.
on(element, fact, field, n) := object.union(element, {"on": {"id": fact.id, "field": field, "element": n}})

# severity lowers the severity of the rule for this element.
severity(element, level) := object.union(element, {"severity": level})
