"""What travels between people: copies of a form merged, packages with their manifest, analysis tables.

Pure values and files; opening data files, asking and recording is the session's.
"""
