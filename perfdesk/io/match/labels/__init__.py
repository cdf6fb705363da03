"""Which words are labels, and of which field."""
