"""What a form says at one moment, as plain JSON that outlives every later change of plan, unit and form."""

import json
from collections import defaultdict
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils import translation

from reporting.models import (
    Activity,
    Attribution,
    CertifiedExpert,
    EvidenceFile,
    Figure,
    IssuedDocument,
    Statement,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)

SCHEMA = 1  # grows when the meaning of a key changes; new keys may come without


def snapshot_of(submission: Submission) -> dict[str, Any]:
    """Everything the form says, its records and the hashes of its evidence, with Vietnamese labels.

    ``submission`` comes from `submissions_in_full`; its records are read here, in four queries. Figures are text
    ("1234.5") or null, days are ISO dates, rows carry the ids by which two snapshots are compared. The same form
    gives the same snapshot, whoever asks in whatever language.
    """
    with translation.override("vi"):
        records = _records_of(submission)
        return {
            "schema": SCHEMA,
            "unit": {"id": submission.organisation_id, "name": submission.organisation.name},
            "plan": {
                "key": submission.period.plan.key,
                "name": str(submission.period.plan),
            },
            "period": {"id": submission.period_id, "name": submission.period.name},
            "is_nil": submission.is_nil,
            "nil_reason": submission.nil_reason,
            "lines": [_line(line, records[line.pk]) for line in submission.lines.all()],
            "documents": [_document(issued) for issued in submission.issued_documents.all()],
            "statements": [_statement(statement) for statement in submission.statements.all()],
        }


def canonical(content: dict[str, Any]) -> bytes:
    """A snapshot as the bytes that are hashed: JSON in UTF-8 with sorted keys and without spaces."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of a snapshot in its canonical bytes."""
    return sha256(canonical(content)).hexdigest()


Records = dict[str, list[dict[str, Any]]]


def _records_of(submission: Submission) -> defaultdict[int, Records]:
    """Line id → its records by kind."""
    found: defaultdict[int, Records] = defaultdict(lambda: defaultdict(list))
    mine = {"line__submission": submission}
    for activity in Activity.objects.filter(**mine).order_by("pk"):
        found[activity.line_id]["activities"].append(_activity(activity))
    for expert in CertifiedExpert.objects.filter(**mine).order_by("pk"):
        names = ("full_name", "workplace", "certificate", "body", "certified_on")
        found[expert.line_id]["experts"].append(_plain(expert, *names))
    supported = SupportedEnterprise.objects.filter(figure__line__submission=submission)
    for support in supported.select_related("enterprise", "figure").order_by("pk"):
        found[support.figure.line_id]["enterprises"].append(
            _plain(
                support, "content", "product", "note", figure=support.figure_id, name=str(support.enterprise)
            )
        )
    for file in EvidenceFile.objects.filter(**mine).order_by("pk"):
        found[file.line_id]["evidence"].append(
            _plain(file, "name", "size", "sha256", figure=file.figure_id, activity=file.activity_id)
        )
    return found


def _line(line: SubmissionLine, records: Records) -> dict[str, Any]:
    title = (
        f"{line.task.code}. {line.task.title}"
        if line.task
        else line.heading or str(line.national_group or "")
    )
    return _plain(
        line,
        "attribution",
        "role",
        "heading",
        "narrative",
        "is_nil",
        "nil_reason",
        title=title,
        role_label=str(line.get_role_display()),
        attribution_label=str(line.get_attribution_display()),
        is_owed=line.attribution == Attribution.PROGRAMME,
        group=str(line.national_group) if line.national_group and not line.task else "",
        host=str(line.host) if line.host else "",
        figures=[_figure(figure) for figure in line.figures.all()],
        **{kind: records.get(kind, []) for kind in ("activities", "experts", "enterprises", "evidence")},
    )


def _figure(figure: Figure) -> dict[str, Any]:
    names = ("indicator", "unit", "precision", "typed_reason", "is_own")
    figures = {"to_date": figure.value, "counted": figure.counted, "estimate": figure.estimate}
    return _plain(figure, *names, **{name: _number(number) for name, number in figures.items()})


def _activity(activity: Activity) -> dict[str, Any]:
    names = (
        "kind",
        "title",
        "starts_on",
        "ends_on",
        "place",
        "organiser",
        "co_organisers",
        "participants",
        "note",
    )
    return _plain(activity, *names, kind_label=str(activity.get_kind_display()))


def _document(issued: IssuedDocument) -> dict[str, Any]:
    document = issued.document
    return _plain(
        issued,
        "section",
        section_label=str(issued.get_section_display()),
        name=f"{document.get_kind_display()} {document.number_and_symbol}".strip(),
        issued_on=_day(document.issued_on),
        issuer=document.issuer_text or (document.issuer.name if document.issuer else ""),
        abstract=document.abstract,
    )


def _statement(statement: Statement) -> dict[str, Any]:
    group = str(statement.national_group) if statement.national_group else ""
    label = str(statement.get_kind_display())
    return _plain(statement, "kind", "text", "cause", "addressee", kind_label=label, group=group)


def _plain(record: models.Model, *names: str, **more: Any) -> dict[str, Any]:
    """The row as JSON: its id, the fields named, and what else is to be said."""
    fields = {name: _day(getattr(record, name)) for name in names}
    return {"id": record.pk, **fields, **more}


def _day(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _number(value: Decimal | None) -> str | None:
    """A figure the same way whatever its column's places: 3 and 3.00 are one figure."""
    return None if value is None else f"{Decimal(value).normalize():f}"
