package lib

# declared_elsewhere holds for what a data source reads: who builds it answers for it.
declared_elsewhere(fact) if regex.match(data_address, fact.address)

declared_here(fact) if not regex.match(data_address, fact.address)

data_address := `^(module\.[^.\[]+(\[[^\]]*\])?\.)*data\.`
