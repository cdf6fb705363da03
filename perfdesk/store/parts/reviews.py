"""What a reviewer wrote at cells and forms (审核意见)."""

from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.lock import user_name
from perfdesk.store.records import ReviewRemark
from perfdesk.store.repository import unit_lists
from perfdesk.values.moments import now


class Reviews:
    """The review remarks of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def add(self, remark: ReviewRemark) -> ReviewRemark:
        """Add a remark; fills in who and when where blank, and its number."""
        filled = remark._replace(who=remark.who or user_name(), at=remark.at or now())
        return self._jobs.write(lambda c: unit_lists.add_remark(c, filled))

    def remove(self, number: int) -> None:
        """Take a remark away."""
        self._jobs.write(lambda c: unit_lists.drop_remark(c, number))

    def of(self, form: str) -> list[ReviewRemark]:
        """The remarks on a form, oldest first."""
        return self._jobs.read(lambda c: unit_lists.review_remarks(c, form))

    def all(self) -> list[ReviewRemark]:
        """All remarks, oldest first."""
        return self._jobs.read(lambda c: unit_lists.review_remarks(c, None))
