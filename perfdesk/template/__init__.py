"""Templates: their dataclasses and the loader that reads resources/templates/*.toml."""
