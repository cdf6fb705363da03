"""Rules about the set of indicators and how targets are meant; only the registry and the rulebook enter."""
