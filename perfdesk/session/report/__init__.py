"""What sums a unit up: summary of a year, report of the self-check."""
