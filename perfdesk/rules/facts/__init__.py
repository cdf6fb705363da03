"""What several chapters of rules ask of a form: words, figures in texts, likeness, subjects."""
