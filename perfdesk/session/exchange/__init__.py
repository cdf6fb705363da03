"""Working with others: copies of the data file merged, packages out and in, tables for analysis."""
