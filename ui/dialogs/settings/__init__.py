"""The settings of unit and program."""
