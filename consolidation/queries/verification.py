"""What a stranger is told about a paper: genuine, superseded or unknown, its number and its day, nothing more."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import OuterRef, Q, Subquery

from consolidation.models import Report, SignedFile
from consolidation.models.report import LETTERS
from consolidation.states import OUT, ReportState

CODE = re.compile(f"[{LETTERS}]{{12}}")
HASH = re.compile("[0-9a-f]{64}")


class Outcome(StrEnum):
    """The three answers."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """``number`` (“05/BC-SKHCN”) and ``dated_on`` of a paper that was issued; of anything else nothing."""

    outcome: Outcome
    number: str = ""
    dated_on: dt.date | None = None


def by_code(code: str) -> Answer:
    """The answer for the code in a paper's square: which issued paper bears it."""
    return _answer(Q(verify_code=code))


def by_hash(sha256: str) -> Answer:
    """The answer for a file: whether it is, byte for byte, the PDF or the signed file of an issued report.

    Of several signed files only the one that counted is the paper.
    """
    counted = SignedFile.objects.filter(report=OuterRef("pk"), at__gte=OuterRef("numbered_at"))
    newest = Subquery(counted.order_by("-pk").values("sha256")[:1])
    return _answer(Q(pdf_sha256=sha256) | Q(signed_sha256=sha256), newest)


def tidy(typed: str) -> str:
    """A code or a SHA-256 as it is kept, however it was typed; "" for what is neither."""
    bare = re.sub(r"[\s:-]", "", typed)
    if CODE.fullmatch(bare.upper()):
        return bare.upper()
    return bare.lower() if HASH.fullmatch(bare.lower()) else ""


def is_hash(tidied: str) -> bool:
    """Whether what ``tidy`` returned is a SHA-256."""
    return len(tidied) == 64  # noqa: PLR2004 - hexadecimal digits of a SHA-256


def _answer(which: Q, signed: Subquery | None = None) -> Answer:
    """One question to the database whatever the answer; reports that have not left the house are not there."""
    rows = Report.objects.annotate(signed_sha256=signed) if signed else Report.objects.all()
    report = (
        rows.filter(which, state__in=OUT).only("state", "number", "symbol", "dated_on").order_by("pk").first()
    )
    if report is None:
        return Answer(Outcome.UNKNOWN)
    outcome = Outcome.GENUINE if report.state == ReportState.ISSUED else Outcome.SUPERSEDED
    return Answer(outcome, report.number_and_symbol, report.dated_on)
