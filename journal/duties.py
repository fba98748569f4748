"""What the minute tick does for the journal (it stands on a floor above and asks for this)."""

from redis.exceptions import RedisError

from journal.actions import seal, write_readings
from journal.actions.reading import AT_ONCE


def look_after_the_journal() -> None:
    """Write who read what, then put a seal on the lines of the last minute."""
    try:
        while write_readings() == AT_ONCE:
            pass
    except RedisError:
        pass  # what waits there waits for the next minute
    finally:
        seal()
