"""Dialogs of handing out: export, print, preview, verify signed paper."""
