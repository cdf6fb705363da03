"""Pages on printer and preview."""
