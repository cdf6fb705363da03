"""The open data file as the window sees it: trouble, unsaved edits, closing, final versions, preferences."""
