"""The year as one thing to ask: carrying, approvals, and one project side by side."""

from perfdesk.session.core import Core
from perfdesk.session.keep.data_file import Safekeeping
from perfdesk.session.year.approvals import Approvals
from perfdesk.session.year.carry import Carry
from perfdesk.session.year.first_steps import FirstSteps
from perfdesk.session.year.known import KnownElsewhere
from perfdesk.session.year.review import Review
from perfdesk.session.year.side_by_side import SideBySide
from perfdesk.store import Store


class Year:
    """What a data file can do with the forms of a year."""

    def __init__(self, core: Core, store: Store, safekeeping: Safekeeping) -> None:
        self.carrying = Carry(core)
        """Forms made of forms."""
        self.approvals = Approvals(core)
        """Approved changes of targets."""
        self.projects = SideBySide(core)
        """One project's forms beside each other."""
        self.review = Review(core, store, safekeeping)
        """What reviewers wrote of forms that were handed in."""
        self.known = KnownElsewhere(core, self.approvals, self.review)
        """What other forms and people know of a cell."""
        self.first_steps = FirstSteps(core, store)
        """What a newcomer does in the first January."""
