package lib

# declared_elsewhere holds for what a data source reads: who builds it answers for it.
declared_elsewhere(fact) if regex.match(`^(module\.[^.\[]+(\[[^\]]*\])?\.)*data\.`, fact.address)
