"""The other forms of a project's year: what was declared, what mid-year said, the whole unit's form."""
