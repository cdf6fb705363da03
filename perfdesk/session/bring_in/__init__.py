"""Forms of files brought into the data file: read, previewed, paired, merged, reported."""
