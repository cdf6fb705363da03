"""The one place where a text becomes what Qt shows as it is: no name of a user is ever read as HTML."""

_SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))


def escaped(text: str) -> str:
    """The text for a place in rich text of our own, such as a tool tip with bold words."""
    for sign, entity in _SIGNS:
        text = text.replace(sign, entity)
    return text.replace("\n", "<br>")
