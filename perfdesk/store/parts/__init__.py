"""What a data file keeps beside its forms, one thing a module: `Store` holds one part of each."""
