"""Whether a data file is as it was written, and what can be read of one that is not."""
