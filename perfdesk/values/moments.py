"""Moments as they are kept and shown: local time, ISO 8601 with seconds and offset."""

from datetime import UTC, datetime


def local(when: datetime) -> str:
    """A moment in local time; in UTC where the system's own zone is none (an offset of days)."""
    try:
        return when.astimezone().isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return when.replace(tzinfo=UTC).isoformat(timespec="seconds")


def now() -> str:
    """This moment."""
    return local(datetime.now())  # noqa: DTZ005 - local time is what is meant
