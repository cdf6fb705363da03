"""Forms handed out: workbooks, PDF, pages for printer and screen, signed paper checked."""
