"""Which forms there are: project tree, start page, first steps, money table model."""
