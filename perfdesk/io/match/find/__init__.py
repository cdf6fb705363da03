"""Where the forms of a file are, and what is no form of ours."""
