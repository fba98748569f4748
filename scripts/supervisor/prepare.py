"""What has to be true before the portal can answer: tables, enacted plans, demo, static files."""

import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint, say
from scripts.supervisor.fingerprint import code_folders, fingerprint, is_done, note_done
from scripts.supervisor.keeper import Keeper
from scripts.supervisor.places import REPOSITORY, Places

TABLES = "migrate --noinput"
PLANS = "load_plans"
SUPPORT = "load_support"
OUTLINES = "load_outlines"
DEMO = "load_demo"
STATIC = "collectstatic --noinput --verbosity 0"
SAYS = {
    TABLES: "tables (bảng dữ liệu)",
    PLANS: "enacted plans (kế hoạch đã ban hành)",
    SUPPORT: "what the plans offer (nội dung hỗ trợ)",
    OUTLINES: "outlines of reports (đề cương báo cáo)",
    DEMO: "demo data (dữ liệu minh họa)",
    STATIC: "static files (tệp tĩnh)",
}


def prepare(keeper: Keeper, places: Places, env: Mapping[str, str], *, embedded: bool, demo: bool) -> None:
    """Bring the database and the static files to the state of the code; quick when nothing changed.

    Only the embedded database is trusted to be as the stamp says; one of your own is asked every time.
    """
    steps = [TABLES, PLANS, SUPPORT, OUTLINES, *([DEMO] if demo else [])]
    stamp = places.state / "data"
    now = fingerprint(code_folders(REPOSITORY)) + str(demo)
    if not embedded or not is_done(stamp, now):
        stamp.unlink(missing_ok=True)
        for step in steps:
            manage(keeper, places, env, step)
        if demo:
            write_accounts(keeper, places, env)
        if embedded:
            note_done(stamp, now)
    prepare_static(keeper, places, env)


def prepare_static(keeper: Keeper, places: Places, env: Mapping[str, str]) -> None:
    """Collect the static files again when one of them, or Django itself, changed."""
    where = Path(env["PORTAL_STATIC_ROOT"])
    stamp = places.var / "static-is-of"
    sources = [REPOSITORY / "static", REPOSITORY / "requirements", REPOSITORY / "config" / "settings.py"]
    now = fingerprint(sources) + str(where) + env.get("PORTAL_DEBUG", "")
    if not where.is_dir() or not is_done(stamp, now):
        manage(keeper, places, env, STATIC)
        note_done(stamp, now)


def manage(keeper: Keeper, places: Places, env: Mapping[str, str], step: str) -> None:
    """Run one management command; complains with the end of its log when it fails."""
    say(f"  {SAYS[step]}")
    log = places.logs / "prepare.log"
    log.unlink(missing_ok=True)  # only the last step is of interest
    run(keeper, step, env, log)


def run(keeper: Keeper, step: str, env: Mapping[str, str], log: Path) -> None:
    """Run a management command with its words going to ``log``; complains when it fails."""
    command = [sys.executable, "manage.py", *step.split()]
    if code := keeper.run_to_end(Child(step.split(maxsplit=1)[0], command, log, env, REPOSITORY)):
        raise Complaint(
            f"`manage.py {step}` ended with {code}. Its last words:",
            f"Lệnh `manage.py {step}` bị lỗi ({code}). Nhật ký gần nhất:",
            log,
        )


def accounts_file(places: Places) -> Path:
    """Where the table of demo accounts waits for the next start."""
    return places.state / "demo-accounts.txt"


def write_accounts(keeper: Keeper, places: Places, env: Mapping[str, str]) -> None:
    """Ask the portal for its demo accounts once; a second start only reads the table."""
    table = accounts_file(places)
    table.unlink(missing_ok=True)
    table.touch(mode=0o600)  # it names passwords
    run(keeper, "demo_accounts", env, table)
