"""Dialogs of the menu 报送: the library, copies that come back, packages, report, publication."""
