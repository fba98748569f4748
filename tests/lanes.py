"""Several processes of one test run share the servers, never what is in them.

pytest-django gives each process a database of its own; here each gets a number of its own in Redis.
Loaded before the settings are read (``-p`` in pyproject.toml), because they open the address they find.
"""

import os
from urllib.parse import urlsplit


def address_in_lane(url, lane):
    """The address of Redis with the number ``lane`` instead of the one it names."""
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={lane}"
    return urlsplit(url)._replace(path=f"/{lane}").geturl()


if "PYTEST_XDIST_WORKER" in os.environ and "REDIS_URL" in os.environ:
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = address_in_lane(os.environ["REDIS_URL"], number)
