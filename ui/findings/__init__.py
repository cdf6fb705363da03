"""The self-check beside the form: list, details, filters, what is checked when."""
