"""A form template proposed from a workbook or document of a 主管部门, blank or filled.

`geometry` takes widths, heights and paper from the file, `draft` says what each cell is, `propose` joins both
with the matcher's knowledge, and `toml_text` writes the template as a file of its own (a 表样包).
"""
