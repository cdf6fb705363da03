"""Dialogs; imported when they are opened, so that the window starts without them."""
