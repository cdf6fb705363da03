"""A form's values by stable path: forms, changes applied, JSON, and the read-only view."""

from perfdesk.document.apply import apply
from perfdesk.document.form import Document, Form, Leftover, Row, from_state, state
from perfdesk.document.on_demand import FormsOnDemand
from perfdesk.document.placeholder import is_placeholder
from perfdesk.document.view import BlockRowView, FormView, FundView, IndicatorView

__all__ = [
    "BlockRowView",
    "Document",
    "Form",
    "FormView",
    "FormsOnDemand",
    "FundView",
    "IndicatorView",
    "Leftover",
    "Row",
    "apply",
    "from_state",
    "is_placeholder",
    "state",
]
