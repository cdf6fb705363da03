"""The root of the family."""


class PerfDeskError(Exception):
    """A condition with one clear Chinese sentence for the user (`str(error)`)."""
