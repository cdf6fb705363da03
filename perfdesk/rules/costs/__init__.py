"""Money beside the fund block: told in texts (F17), by the thing (F18), as a limit of the whole (F19)."""
