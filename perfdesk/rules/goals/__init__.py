"""Rules about goals and what was done for them; only the registry and the rulebook enter."""
