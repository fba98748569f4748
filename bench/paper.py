"""What the report costs on paper, against WeasyPrint as it comes, each in a process of its own."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import django

from bench.clock import Turns
from bench.table import milliseconds, table, times

ROOT = Path(__file__).resolve().parents[1]
GOAL = 1.15
SIZES = (0, 100, 1_500, 10_000)  # rows of the annex
MOST_MEMORY = 600  # MB of a process
NO_FACTS = {
    "as_of": "2026-11-25", "report": {"year": 2026}, "targets": [], "rows": [], "units": [], "enterprises": [],
}  # fmt: skip
REPORT = ("hung-yen-101-2021", 2023)


def renders(rounds: int) -> str:
    """The composed report of Hưng Yên for 2023, ours and bare in turn."""
    from papers.codec import to_json  # noqa: PLC0415 - the measured process starts without Django's models

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        file.write_text(json.dumps(to_json(composed())), encoding="utf-8")
        seconds: dict[str, list[float]] = {"ours": [], "bare": []}
        sizes: dict[str, int] = {}
        for _turn in range(rounds):
            for way, taken in seconds.items():
                said = json.loads(in_a_fresh_process(way, file))
                taken.append(said["seconds"])
                sizes[way] = said["bytes"]
    turns = Turns(seconds)
    ratio = turns.ratio("ours", "bare")
    return table(
        "Report on paper",
        ("document", "× bare", "goal", "kB", "bare kB", "ms", "bare ms"),
        [
            (
                "Hưng Yên 2023, composed",
                times(ratio),
                f"≤ {times(GOAL)}",
                f"{sizes['ours'] / 1000:.0f}",
                f"{sizes['bare'] / 1000:.0f}",
                milliseconds(turns.median("ours")),
                milliseconds(turns.median("bare")),
            )
        ],
        (
            "floor: WeasyPrint on the same HTML without tags, archive and accessibility standards; HTML at hand.",
            f"Medians of {rounds} turns ours, bare, ours, …, each in a fresh process; imports are not counted.",
        ),
    )


def annexes(rounds: int, *, sizes: Sequence[int] = SIZES) -> str:
    """A report with annexes of more and more rows: PDF, Word and workbook, each in a fresh process."""
    lines, floor = [], 0.0
    for rows in sizes:
        made = {
            way: [json.loads(in_a_fresh_process(way, Path(str(rows)))) for _turn in range(rounds)]
            for way in ("pdf", "word", "excel")
        }
        seconds = {way: statistics.median(each["seconds"] for each in told) for way, told in made.items()}
        peak = {way: max(each["peak"] for each in told) for way, told in made.items()}
        floor = floor or seconds["pdf"]
        lines.append(
            (
                f"{rows:,}".replace(",", " "),
                str(made["pdf"][0]["pages"]),
                times(seconds["pdf"] / floor),
                milliseconds((seconds["pdf"] - floor) / rows) if rows else "",
                *(times(seconds[way] / seconds["pdf"]) for way in ("word", "excel")),
                *(f"{peak[way]:.0f}" for way in ("pdf", "word", "excel")),
            )
        )
    return table(
        "Report with a long annex of nine columns",
        (
            "rows",
            "pages",
            "PDF × none",
            "ms a row",
            "Word × PDF",
            "Excel × PDF",
            "PDF MB",
            "Word MB",
            "Excel MB",
        ),
        lines,
        (
            f"Above 1 500 rows the PDF is laid out in portions and joined; goal of its memory: < {MOST_MEMORY} MB.",
            f"MB: the most a process of its own held, imports included. Times are the process's own. Medians of {rounds}.",
        ),
    )


def composed() -> object:
    """The document of the report, composed from what the demo's units reported."""
    from django.utils import timezone  # noqa: PLC0415 - as above

    from consolidation.documents.assembling import compose  # noqa: PLC0415 - as above
    from reporting.models import ReportingPeriod  # noqa: PLC0415 - as above

    key, year = REPORT
    period = ReportingPeriod.objects.select_related(
        "plan__province", "plan__programme", "plan__document__issuer"
    )
    return compose(period.get(plan__key=key, year=year), on=timezone.localdate())


def in_a_fresh_process(way: str, file: Path) -> bytes:
    """What ``measure`` prints in a process of its own."""
    command = [sys.executable, "-m", "bench.paper", way, str(file)]
    return subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True).stdout  # noqa: S603 - ourselves


def measure(way: str, file: Path) -> dict[str, float]:
    """Print the document once, "ours" or "bare"; seconds of the printing alone."""
    import weasyprint  # noqa: F401 - imported before the clock starts

    if way not in {"ours", "bare"}:
        return measure_long(way, int(file.name))
    from papers import pdf  # noqa: PLC0415 - needs Django's settings
    from papers.codec import from_json  # noqa: PLC0415 - needs Django's settings

    document = from_json(json.loads(file.read_text(encoding="utf-8")))
    html = pdf.to_html(document)
    begun = time.perf_counter()
    content = pdf.render(document).content if way == "ours" else pdf.bare(html)
    return {"seconds": time.perf_counter() - begun, "bytes": len(content)}


def measure_long(way: str, rows: int) -> dict[str, float]:
    """Make a file ("pdf", "word", "excel") of a paper with so many rows: its own seconds, pages, most memory in MB."""
    import docx  # noqa: F401 - imported before the clock starts
    import openpyxl  # noqa: F401 - as above

    from consolidation.documents.workbook import workbook  # noqa: PLC0415 - needs Django's settings
    from papers import pdf, word  # noqa: PLC0415 - as above
    from tests.papers.sample_document import sample_document  # noqa: PLC0415 - as above

    document = sample_document(rows=rows)
    word.render(sample_document(rows=0, annexes=()))  # warms up, as a worker is
    begun, pages = time.process_time(), 0
    if way == "pdf":
        pages = pdf.render(document).pages
    elif way == "word":
        word.render(document)
    else:
        workbook(NO_FACTS, document)
    seconds = time.process_time() - begun
    held = Path("/proc/self/status").read_text().splitlines()  # rusage would count the parent that was copied
    [peak] = [line.split()[1] for line in held if line.startswith("VmHWM")]
    return {"seconds": seconds, "pages": pages, "peak": int(peak) / 1024}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
