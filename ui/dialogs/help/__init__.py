"""The built-in help and the command palette."""
