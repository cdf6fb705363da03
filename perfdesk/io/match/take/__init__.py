"""Values taken from a found form by the fields of its template."""
