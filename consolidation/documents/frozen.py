"""What is kept of a paper when somebody answers for it: its text, its data, and the snapshot of the day of issue."""

import datetime as dt
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from consolidation.models import Dispatch, Report, SignedFile
from papers.codec import fingerprint
from papers.model import Document

SCHEMA = 1  # raise it when a stored snapshot would read differently, and keep a reader for the old form


def mark_of(document: Document) -> str:
    """The fingerprint of what a paper says, whenever it was put together."""
    return fingerprint(replace(document, metadata=replace(document.metadata, composed_at=None)))


def snapshot_of(
    report: Report, signed: SignedFile, dispatches: list[Dispatch], *, on: dt.date
) -> dict[str, Any]:
    """Everything an issued report is: the paper and its data, the files' hashes, who answered for it, where it went.

    Printing ``composed`` again gives the PDF of ``files.pdf`` byte by byte.
    """
    return {
        "schema": SCHEMA,
        "report": {
            "plan": report.period.plan.key,
            "province": report.period.plan.province.name,
            "kind": str(report.period.kind),
            "period": {"year": report.period.year, "number": report.period.number},
            "version": report.version,
            "outline": str(report.outline),
            "issuer": report.issuer.name if report.issuer else "",
            "number": report.number,
            "symbol": report.symbol,
            "dated_on": str(report.dated_on),
            "approved_at": report.approved_at.isoformat() if report.approved_at else "",
            "approved_by": str(report.approved_by),
            "issued_on": str(on),
            "verify_code": report.verify_code,
        },
        "files": {
            "pdf": report.pdf_sha256,
            "word": report.word_sha256,
            "excel": report.excel_sha256,
            "pages": report.pages,
        },
        "signed": {
            "name": signed.name,
            "sha256": signed.sha256,
            "pages": signed.pages,
            "differences": signed.differences,
            "reason": signed.reason,
        },
        "sent": [
            {"to": each.recipient, "way": str(each.way), "on": str(each.sent_on), "note": each.note}
            for each in dispatches
        ],
        "composed": report.composed,
        "facts": report.facts,
    }


def hash_of(snapshot: dict[str, Any]) -> str:
    """The SHA-256 of a snapshot, the same after it was stored and read again."""
    plain = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
