"""What the portal costs, as ratios within one run: ``make bench``, ``make bench ARGS=--quick``.

    --quick   few turns, to see that it works
    --start   also a fresh clone and two starts of ``make run``: minutes

Nothing here passes or fails: docs/how-to-measure.md says how to read it. Data live in a database of their own
beside the one of ``DATABASE_URL``, which is never touched.
"""

import argparse
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # started as a file, modules are looked for beside it only


def main() -> None:
    """Measure and print, table by table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true", help="few turns, to see that it works")
    options.add_argument("--start", action="store_true", help="also two starts of make run in a fresh clone")
    wanted = options.parse_args()
    if wanted.start:
        from bench.start import starts  # noqa: PLC0415 - knows nothing of Django

        print(starts(), flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        produce(Path(folder))
        with own_database():
            measure(quick=wanted.quick)


def produce(folder: Path) -> None:
    """Set Django up as in production, with files of its own in ``folder``."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_DEBUG": "0",
        "PORTAL_PLAIN_HTTP": "1",
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_ALLOWED_HOSTS": "127.0.0.1",
        "PORTAL_BASE_URL": "http://127.0.0.1",
        "PORTAL_LOG_LEVEL": "WARNING",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_STATIC_ROOT": str(folder / "static"),
    }
    import django  # noqa: PLC0415 - reads the settings above
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("collectstatic", verbosity=0, interactive=False)


@contextmanager
def own_database() -> Iterator[None]:
    """A database with plans and demo data, gone afterwards; the web server finds it in the environment."""
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings
    from django.db import connection  # noqa: PLC0415 - as above

    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{before}_measured"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # the name is the last step of the path; a server on a socket has its folder before it
    address, _slash, rest = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    options = os.environ["DATABASE_URL"].removeprefix(f"{address}/{rest}")
    os.environ["DATABASE_URL"] = f"{address}/{name}{options}"
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            call_command("load_plans", stdout=nowhere)
            call_command("load_support", stdout=nowhere)
            call_command("load_demo", stdout=nowhere)
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def measure(*, quick: bool) -> None:
    """Print every table; rounds are few when ``quick``."""
    from django.db import connection  # noqa: PLC0415 - needs the settings
    from django.test import override_settings  # noqa: PLC0415 - as above
    from django.utils import timezone  # noqa: PLC0415 - as above

    from bench import batch, country, dossiers, pages, paper, register, trail, weight, workbook  # noqa: PLC0415 - they load the models
    from config.wsgi import application  # noqa: PLC0415 - as above

    with override_settings(ROOT_URLCONF="bench.urls"):
        shown = pages.screens(application)
        print(pages.costs(shown, 3 if quick else 25), flush=True)
        pairs = list(pages.growths(application, timezone.localdate()))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself a minute later
        print(pages.flatness(pairs, 2 if quick else 9), flush=True)
        sizes = [(200, 600), dossiers.FEW] if quick else [dossiers.FEW, dossiers.FULL]
        print(dossiers.desk(application, timezone.localdate(), 2 if quick else 9, sizes=sizes), flush=True)
    print(paper.renders(1 if quick else 5), flush=True)
    print(paper.annexes(1, sizes=(0, 100) if quick else paper.SIZES), flush=True)
    print(batch.batch(batch.FEW if quick else batch.PROVINCES), flush=True)
    print(country.countries(), flush=True)
    print(workbook.imports(1 if quick else 5), flush=True)
    print(register.imports(1, quick=quick), flush=True)
    print(trail.trail(1 if quick else 5, quick=quick), flush=True)
    print(weight.weights(shown, os.environ), flush=True)


if __name__ == "__main__":
    main()
