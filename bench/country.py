"""The whole country on one paper: what gathering and printing it cost beside one province's."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import django

from bench.table import table, times

ROOT = Path(__file__).resolve().parents[1]
MOST_MEMORY = 600  # MB a worker may hold


def countries() -> str:
    """The paper of the largest province and the one of all; call it where ``batch`` has filled the provinces."""
    province, everywhere = (told("one"), told("all"))
    return table(
        "The country on one paper",
        ("paper", "provinces", "queries", "gathering", "pages", "printing", "MB"),
        [
            (
                name,
                str(made["provinces"]),
                str(made["queries"]),
                times(made["gathering"] / province["gathering"]),
                str(made["pages"]),
                times(made["printing"] / province["printing"]),
                f"{made['peak']:.0f}",
            )
            for name, made in (("one province", province), ("all", everywhere))
        ],
        (
            "× the paper of one province, each in a fresh process; the same number of queries is the goal of gathering.",
            f"MB: the most the process held, imports included; goal < {MOST_MEMORY}.",
        ),
    )


def told(what: str) -> dict[str, float]:
    """What ``measure`` prints in a process of its own."""
    command = [sys.executable, "-m", "bench.country", what]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True)  # noqa: S603 - ourselves
    return json.loads(done.stdout)


def measure(what: str) -> dict[str, float]:
    """Gather and print "one" province or "all": queries, seconds, pages, most memory in MB."""
    import weasyprint  # noqa: F401 - imported before the clock starts
    from django.db import connection  # noqa: PLC0415 - needs Django's settings
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above
    from django.utils import timezone  # noqa: PLC0415 - as above

    from accounts.models import User  # noqa: PLC0415 - as above
    from consolidation.documents.rollup.paper import rollup_paper  # noqa: PLC0415 - as above
    from consolidation.queries.rollup.country import country, province_told  # noqa: PLC0415 - as above
    from organisations.models import Province  # noqa: PLC0415 - as above
    from papers.pdf import render  # noqa: PLC0415 - as above

    today, begun = timezone.localdate(), time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        if what == "all":
            provinces = country(User.objects.filter(is_superuser=True)[0], today.year, on=today)
        else:
            province = Province.objects.filter(plans__periods__year=today.year).order_by("pk")[0]
            provinces = (province_told(province, today.year, on=today),)
    gathered = time.perf_counter()
    printed = render(rollup_paper(provinces, today.year, on=today, at=timezone.now()))
    held = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line.split()[1] for line in held if line.startswith("VmHWM")]
    return {
        "provinces": len(provinces),
        "queries": len(asked),
        "gathering": gathered - begun,
        "pages": printed.pages,
        "printing": time.perf_counter() - gathered,
        "peak": int(peak) / 1024,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(measure(sys.argv[1])))
