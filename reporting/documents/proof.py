"""The proof of submission on paper: drawn from the sealed content alone, so that it stays true when the plan changes.

The paper is Vietnamese on every screen.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from common.formatting import date_time, number, short_date
from papers.pdf import Attachment, Pdf, print_page
from papers.text import DEMO
from reporting.models import Filing
from reporting.queries.snapshot import canonical

CONTENT = "noi-dung-phieu.json"  # the name of the sealed content inside the PDF
RECORDS = (
    ("activities", "hoạt động"),
    ("experts", "chuyên gia"),
    ("enterprises", "lượt hỗ trợ doanh nghiệp"),
    ("evidence", "tệp minh chứng"),
)
GROUP = 8  # a hash is read out in groups


@dataclass(frozen=True)
class ProofLine:
    """A line on the paper: its title, why the unit owes it, its figures, what else it says in a few words."""

    title: str
    role: str
    figures: tuple[tuple[str, str, str, str], ...]
    said: str


def print_proof(filing: Filing) -> Pdf:
    """Return the proof of ``filing`` as PDF/A with the sealed content inside. The same filing gives the same bytes."""
    moment = dt.datetime.fromisoformat(filing.content["filing"]["certified_at"])
    sealed = Attachment(
        CONTENT,
        canonical(filing.content),
        "application/json",
        moment,
        "Nội dung phiếu được băm SHA-256",
    )
    return print_page(to_html(filing), [sealed])


def to_html(filing: Filing) -> str:
    """Return the proof as the HTML page that is printed."""
    content = filing.content
    act = content["filing"]
    certified = dt.datetime.fromisoformat(act["certified_at"])
    handed_in = dt.datetime.fromisoformat(act["handed_in_at"]) if act["handed_in_at"] else None
    facts = {
        "content": content,
        "act": act,
        "certified_at": _moment(certified),
        "handed_in_at": date_time(handed_in) if handed_in else "",
        "due_on": short_date(dt.date.fromisoformat(act["due_on"])),
        "timeliness": timeliness(filing),
        "owed": [_line(line, content) for line in content["lines"] if line["is_owed"]],
        "integrated": [_line(line, content) for line in content["lines"] if not line["is_owed"]],
        "more": _more(content),
        "hash": [filing.sha256[at : at + GROUP] for at in range(0, len(filing.sha256), GROUP)],
        "address": reverse("reporting:filing_detail", args=[filing.pk]),
        "attached": CONTENT,
        "composed_at": certified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "mark": DEMO if act["is_demo"] else "",
    }
    with translation.override("vi"):
        return render_to_string("print/proof.html", facts)


def timeliness(filing: Filing) -> str:
    """On time, or how many days late, as the paper says it: by the day due then and the first time the unit filed."""
    act = filing.content["filing"]
    due = dt.date.fromisoformat(act["due_on"])
    first = timezone.localdate(dt.datetime.fromisoformat(act["first_at"]))
    late = (first - due).days
    said = f"muộn {late} ngày so với hạn {short_date(due)}" if late > 0 else f"đúng hạn ({short_date(due)})"
    if act["round"] == 1:
        return f"Nộp {said}"
    again = f"nộp lại lần {act['round'] - 1} sau khi Sở Khoa học và Công nghệ mở lại phiếu"
    return f"Nộp lần đầu ngày {short_date(first)}, {said}; {again}"


def _moment(moment: dt.datetime) -> str:
    """“14 giờ 05 phút 09 giây, ngày 20/11/2026”, in Vietnam."""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} phút {local:%S} giây, ngày {short_date(local)}"


def _line(line: dict[str, Any], content: dict[str, Any]) -> ProofLine:
    nil = line["is_nil"] or content["is_nil"]
    figures = tuple(
        (
            f["indicator"],
            _figure(f["to_date"], nil=nil, nearly=f["precision"] == "nearly"),
            _figure(f["estimate"], nil=nil),
            f["unit"],
        )
        for f in line["figures"]
    )
    return ProofLine(line["title"], line["role_label"], figures, _said(line))


def _figure(value: str | None, *, nil: bool, nearly: bool = False) -> str:
    """Measured, declared nil and not reported read differently."""
    if value is None:
        return "không phát sinh" if nil else "chưa báo cáo"
    return f"gần {number(Decimal(value))}" if nearly else number(Decimal(value))


def _said(line: dict[str, Any]) -> str:
    if line["is_nil"]:
        return f"Không phát sinh: {line['nil_reason']}"
    counts = [f"{len(line[kind])} {name}" for kind, name in RECORDS if line.get(kind)]
    words = len(line["narrative"].split())
    told = [f"Thuyết minh {number(words)} chữ"] if words else []
    return "; ".join([*told, *counts])


def _more(content: dict[str, Any]) -> str:
    """What else the form holds, counted."""
    counts = [
        (len(content["documents"]), "văn bản đã ban hành"),
        (len(content["statements"]), "đánh giá, khó khăn, phương hướng, kiến nghị"),
    ]
    return "; ".join(f"{count} {name}" for count, name in counts if count)
