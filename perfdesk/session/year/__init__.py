"""The year of a project: forms made of forms, approved changes of targets, one project's forms side by side."""
