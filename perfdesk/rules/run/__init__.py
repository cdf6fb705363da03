"""Running the rules over forms: one check, one fault one finding, checked again where an edit touched."""
