"""PDFs of reports that carry their data, as another installation prints them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO

import pikepdf
from django.test import override_settings

from consolidation.documents import seal
from consolidation.documents.carried import KIND, REPORT_JSON, SCHEMA, TARGETS_CSV
from consolidation.documents.printed import printed
from papers.model import IssueDate
from papers.pdf import Attachment, render
from tests.papers.sample_document import sample_document

THEIR_KEY = "5e" * 32
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
TABLE = "chỉ tiêu;đơn vị;kết quả\nDoanh nghiệp được hỗ trợ;doanh nghiệp;12\n".encode()


def a_paper(number=5, place="Hưng Yên", **changes):
    """A short numbered paper of ``place``."""
    sample = sample_document(draft=False)
    head = replace(sample.letterhead, place=place, number=number, date=IssueDate(2026, 11, 25))
    document = replace(
        sample, letterhead=head, blocks=sample.blocks[:6], annexes=sample.annexes[:1], **changes
    )
    return replace(document, mark="")


def a_target(**facts):
    return {
        "indicator": "Doanh nghiệp được hỗ trợ",
        "family": "F1",
        "family_name": "Doanh nghiệp được hỗ trợ",
        "unit": "doanh nghiệp",
        "attribution": "programme",
        "planned": "≥ 20",
        "year_value": "12",
        "year_nil": False,
        "estimate": None,
        "cumulative": "34",
        "percent": "170",
        "assessment": "exceeded",
    } | facts


def data_of(document, *, code="ABCDEFGHJKLM", version=1, targets=None, draft=False, **facts):
    """report.json of ``document``, without its seal."""
    head = document.letterhead
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "draft": draft,
        "installation": {"name": "Cổng Hưng Yên", "address": "https://nscl.example"},
        "report": {
            "code": code,
            "version": version,
            "period_kind": "yearly",
            "period": "năm 2026",
            "year": 2026,
            "number": head.number,
            "symbol": head.symbol,
            "dated_on": "2026-11-25",
        },
        "province": {"code": "33", "name": head.place},
        "plan": {"key": "hung-yen", "name": "Kế hoạch 101/KH-UBND"},
        "programme": {"code": "P1322", "name": "Chương trình"},
        "text": printed(document),
        "targets": [a_target()] if targets is None else targets,
        "completeness": {"asked": 3, "answered": 2},
        "files": {TARGETS_CSV: sha256(TABLE).hexdigest()},
    } | facts


def sealed_bytes(data, key=THEIR_KEY):
    """The data under the seal of whoever holds ``key``."""
    with override_settings(PORTAL_SEAL_KEY=key):
        return json.dumps(seal.sealed(data), ensure_ascii=False).encode()


@cache
def printed_paper(document):
    """The PDF of a paper without files; printed once."""
    return render(document).content


def with_files(document, *files):
    """The PDF of ``document`` carrying ``files``, pairs of name and content, whoever put them in."""
    out = BytesIO()
    with pikepdf.open(BytesIO(printed_paper(document))) as file:
        for name, content in files:
            file.attachments[name] = pikepdf.AttachedFileSpec(file, content)
        file.save(out, compress_streams=True)
    return out.getvalue()


def a_sealed_pdf(document=None, key=THEIR_KEY, table=TABLE, **facts):
    """A whole report as another installation prints it."""
    document = document or a_paper()
    data = sealed_bytes(data_of(document, **facts), key)
    return with_files(document, (REPORT_JSON, data), (TARGETS_CSV, table))


@cache
def the_sealed_pdf():
    """A whole report as the portal's own printer makes it."""
    carried = [
        Attachment(REPORT_JSON, sealed_bytes(data_of(a_paper())), "application/json", MOMENT),
        Attachment(TARGETS_CSV, TABLE, "text/csv", MOMENT),
    ]
    return render(a_paper(), carried).content


def their_public_key(key=THEIR_KEY):
    """The public key of the other installation."""
    with override_settings(PORTAL_SEAL_KEY=key):
        return seal.public_key()
