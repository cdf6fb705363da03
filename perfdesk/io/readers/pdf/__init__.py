"""PDF files with a text layer and ruled tables. Only `by_kind` enters, through `read_pdf`.

`extract` takes characters and lines from PDFium, `decoration` and `ruled` tell rules from strokes and lay
cells, `wording` makes texts of characters, `beside` and `flow` join tables over pages into sheets.
"""

from perfdesk.io.readers.pdf.read import read_pdf

__all__ = ["read_pdf"]
