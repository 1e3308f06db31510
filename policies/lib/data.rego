package lib

# declared_elsewhere holds for what a data source reads: who builds it answers for it.
declared_elsewhere(fact) if fact.mode == "data"

declared_here(fact) if not fact.mode == "data"
