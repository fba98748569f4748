"""What a report's PDF carries beside its words: the same facts for machines, sealed.

``report.json`` says what the paper is, repeats every word of it and every figure of its targets, and names the SHA-256 of
``targets.csv``, which holds the targets once more for a spreadsheet. Everything here is a pure function of the frozen facts
(``documents.facts``) and the paper, so that a snapshot gives the same bytes for ever:

    {"kind": "productivity-report", "schema": 1, "draft": false, "installation": {…}, "report": {…}, "province": {…},
     "plan": {…}, "programme": {…}, "text": […], "targets": […], "completeness": {…}, "files": {…}, "seal": {…}}
"""

import csv
import json
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from common.sheets import harmless
from consolidation.documents import seal
from consolidation.documents.facts import Facts
from consolidation.documents.printed import printed
from consolidation.models import Report
from papers.model import Document, IssueDate, Verification
from papers.pdf import Attachment
from reporting.queries.measures import Reported

KIND, SCHEMA = "productivity-report", 1  # raise it when the data would read differently
REPORT_JSON, TARGETS_CSV = "report.json", "targets.csv"
IDENTITY = ("installation", "province", "plan", "programme", "completeness")
PROGRAMME, INTEGRATED = "programme", "integrated"
COLUMNS = (
    "key", "indicator", "family", "unit", "attribution", "operator", "value", "low", "high", "phase", "year", "planned",
    "year_value", "year_nil", "estimate", "cumulative", "percent", "assessment",
)  # fmt: skip


def frozen(document: Document, report: Report) -> Document:
    """The paper as it stays from its approval on: no draft mark, and a square code that leads to its verification."""
    try:
        page = settings.PORTAL_BASE_URL + reverse("consolidation:verify")
    except NoReverseMatch:
        page = f"{settings.PORTAL_BASE_URL}/xac-minh/"
    return replace(document, draft=False, verification=Verification(page, report.verify_code))


def attachments_of(facts: Facts | None, document: Document) -> tuple[Attachment, ...]:
    """The files the PDF carries; none before the facts are frozen."""
    moment = document.metadata.composed_at
    if not facts or "report" not in facts or moment is None:
        return ()
    return (
        Attachment(
            REPORT_JSON, report_json(facts, document), "application/json", moment, "Dữ liệu của báo cáo"
        ),
        Attachment(TARGETS_CSV, targets_csv(facts), "text/csv", moment, "Bảng chỉ tiêu và kết quả"),
    )


def report_json(facts: Facts, document: Document) -> bytes:
    """The sealed data as UTF-8 JSON. A seal kept with the facts is used again as long as it fits, whatever the key is now."""
    return json.dumps(sealed(facts, document), ensure_ascii=False, sort_keys=True, indent=1).encode()


def sealed(facts: Facts, document: Document) -> dict[str, Any]:
    """The data with the seal under them."""
    payload = payload_of(facts, document)
    kept = payload | {seal.SEAL: facts.get("seal")}
    key = seal.key_of(kept)
    return kept if key and seal.check(kept, key) else seal.sealed(payload)


def payload_of(facts: Facts, document: Document) -> dict[str, Any]:
    """The data, not yet sealed."""
    head = document.letterhead
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "draft": document.draft or head.number is None,
        **{name: facts[name] for name in IDENTITY},
        "report": facts["report"]
        | {
            "title": head.title,
            "issuer": head.issuer,
            "number": head.number,
            "symbol": head.symbol,
            "dated_on": _day(head.date),
        },
        "text": printed(document),
        "targets": list(_targets(facts)),
        "files": {TARGETS_CSV: sha256(targets_csv(facts)).hexdigest()},
    }


def targets_csv(facts: Facts) -> bytes:
    """The targets as CSV (UTF-8 with its mark, commas): decimal points, no thousands; text never runs as a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for told in _targets(facts):
        writer.writerow([_safe(name, told[name]) for name in COLUMNS])
    return ("\ufeff" + out.getvalue()).encode()


def _targets(facts: Facts) -> list[dict[str, Any]]:
    """Each target as the Programme's; what other programmes brought of it apart, as a line of its own."""
    lines = []
    for target in facts["targets"]:
        said = {name: target[name] for name in (
            "key", "indicator", "family", "family_name", "unit", "operator", "value", "low", "high", "phase", "planned",
        )} | {"year": target["of_year"]}  # fmt: skip
        own = {
            "attribution": PROGRAMME,
            "year_value": target["year"]["value"],
            "year_nil": target["year"]["state"] == Reported.NIL,
            **{name: target[name]["value"] for name in ("estimate", "cumulative")},
            **{name: target[name] for name in ("percent", "assessment")},
        }
        lines.append(said | own)
        beside = target["integrated"]
        if beside["state"] != Reported.MISSING:
            apart = {
                "attribution": INTEGRATED,
                "year_value": beside["value"],
                "year_nil": beside["state"] == Reported.NIL,
                "planned": None,
            }
            lines.append(
                said | apart | dict.fromkeys(("estimate", "cumulative", "percent")) | {"assessment": ""}
            )
    return lines


def _safe(name: str, value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    is_words = name in {"key", "indicator", "family", "unit", "phase"}
    return harmless(str(value)) if is_words else value


def _day(date: IssueDate) -> str | None:
    """The whole day, or None as long as a part of it is open."""
    known = date.year and date.month and date.day
    return f"{date.year:04d}-{date.month:02d}-{date.day:02d}" if known else None
