"""A fingerprint of what a form says, printed in the page footer and kept with every export."""

import hashlib
import json

from perfdesk.document.form_json import to_json
from perfdesk.document.view import FormView
from perfdesk.values import without_space

SHORT = 10
"""Hexadecimal digits printed on paper: short enough to type, long enough for a unit's forms."""


def digest(view: FormView) -> str:
    """SHA-256 of the effective texts, white space aside, as hexadecimal digits."""
    text = json.dumps(to_json(view), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(without_space(text).encode()).hexdigest()


def short_digest(view: FormView) -> str:
    """The part of the digest that is printed, in capitals: 3FA0-91C2-7B."""
    code = digest(view)[:SHORT].upper()
    return "-".join(code[start : start + 4] for start in range(0, SHORT, 4))
