"""Values into a workbook or document that somebody else made; all else in it stays as it was.

`places` finds where each field of the file stands, also where it is blank; `plan` says which cell gets
what; a writer of each kind of file (`xlsx`, `word`, `spreadsheet_xml`, `old_excel`) changes those cells only.
"""
