"""What a workbook may look like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookOptions:
    """Switches of the Excel export."""

    protect: bool = True
    """Labels are locked, without a password: one click in Excel opens them."""
    index: bool = True
    """A workbook of several forms begins with a sheet of links to them."""
    print_digest: bool = False
    """The fingerprint of the data stands in the page footer."""
    body_font: str = ""
    title_font: str = ""
    """Families by name; "": the font that the user prints in, else 宋体 (in bold for titles)."""
    handed_out: tuple[str, ...] = ()
    """A mark for each form, by which it is known again when it comes back (科室分工)."""
    cover: tuple[str, ...] = ()
    """Lines of a first sheet for the person who fills the workbook in; (): no such sheet."""
    author: str = ""
    """The unit that answers for the forms."""
