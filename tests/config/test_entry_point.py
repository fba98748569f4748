"""A process that answers requests has loaded everything before it takes the first one, and sets it aside from garbage."""

import os
import subprocess
import sys

from scripts.supervisor.places import REPOSITORY

ASK = """
import gc
import sys
import config.wsgi
before = set(sys.modules)
from django.urls import get_resolver
get_resolver().url_patterns
print(len(before) > 500, sorted(name for name in set(sys.modules) - before), gc.get_freeze_count() > len(gc.get_objects()))
"""


def test_no_visitor_waits_until_every_address_is_loaded():
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=REPOSITORY,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "True [] True"
