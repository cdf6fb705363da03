"""The one façade for window and command line: a `Workspace` and small use cases over it."""
