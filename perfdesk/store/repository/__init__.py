"""All SQL of the data file, as functions over a connection; no threads, no policy."""
