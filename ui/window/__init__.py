"""The main window and how it starts: panels, wiring, status line."""
