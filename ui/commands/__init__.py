"""What the actions do, one class per menu; a method bears the id of its action."""
