"""Save what a unit typed into its submission."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_datetime
from journal.actions import advance, note_down
from journal.models import Entry
from organisations.queries import working_calendar
from programmes.models import LegalDocument
from reporting.actions.content import Citation, Content, DocumentEntry, FigureEntry, LineEntry, StatementEntry
from reporting.actions.documents import differs, registered_document
from reporting.actions.editing import MOVED
from reporting.models import (
    Attribution,
    Figure,
    IssuedDocument,
    LineRole,
    Statement,
    Submission,
    SubmissionLine,
)
from reporting.queries.counting import Counting, countings_of_line
from reporting.queries.status import entry_refusal
from reporting.states import SubmissionState

SAVE = "save"
OWN_POSITION = 1000  # what the unit adds stands after what it owes


@transaction.atomic
def save_content(
    submission: Submission, *, content: Content, version: int, by: User, on: dt.date, digest: str = ""
) -> Submission:
    """Write ``content`` as filled in from ``version`` of the submission; return the row as it then is.

    A form without changes changes nothing. The same form sent twice (same ``digest``) is saved once. Raises
    RuleBroken: not permitted; code ``closed`` when entry is not possible on ``on``; ``stale`` when somebody saved
    meanwhile; ``twice`` when a document is listed twice.
    """
    row = (
        Submission.objects.select_for_update(no_key=True, of=("self",))
        .select_related("period__plan__province", "organisation", "saved_by", "unlocked_by")
        .filter(pk=submission.pk)
        .first()
    )
    if row is None:
        raise RuleBroken(MOVED, code="moved")
    if not by.has_perm("reporting.edit_submission", row):
        raise RuleBroken(_("Only the unit's own people fill in its form."), code="not_permitted")
    if version != row.version and digest and _saved_just_so(row, version, digest, by):
        return row
    refusal = entry_refusal(row, on, working_calendar())
    if refusal:
        raise RuleBroken(_("Nothing was saved. %(reason)s") % {"reason": refusal}, code="closed")
    if version != row.version:
        raise RuleBroken(_stale(row), code="stale")
    changed = _Writer(row, by).write(content)
    if not changed:
        return row
    if row.state == SubmissionState.NOT_STARTED:
        row = advance(row, "start", by=by)
    row.version += 1
    row.saved_at, row.saved_by = timezone.now(), by
    row.save(update_fields=["version", "saved_at", "saved_by"])
    note_down(row, SAVE, by=by, from_version=version, digest=digest, changed=dict(changed))
    return row


def _saved_just_so(row: Submission, version: int, digest: str, by: User) -> bool:
    """Whether this very form was saved already: a double click, or a page sent again."""
    return Entry.objects.filter(
        record_type=row._meta.label_lower,
        record_id=row.pk,
        action=SAVE,
        by=by,
        facts__digest=digest,
        facts__from_version=version,
    ).exists()


def _stale(row: Submission) -> str:
    return _(
        "Nothing was saved: %(person)s saved this form at %(moment)s, after you had opened it. What you typed is "
        "still here. Open the form in a second tab, see what changed, and enter your changes there."
    ) % {"person": row.saved_by or _("somebody"), "moment": vn_datetime(row.saved_at)}


def _set(record: models.Model, **values: Any) -> bool:
    """Set what differs; whether anything did or the record is new."""
    is_new = record.pk is None
    differing = {name: value for name, value in values.items() if is_new or getattr(record, name) != value}
    for name, value in differing.items():
        setattr(record, name, value)
    return bool(differing) or is_new


def _existing(rows: dict[int, Any], pk: int | None) -> Any:
    """The row the form speaks of, taken out of ``rows``: one of another form, gone, or named twice is refused."""
    if pk is None:
        return None
    if pk not in rows:
        raise RuleBroken(
            _("Nothing was saved: a row of this form no longer exists. Open the form again."), code="stale"
        )
    return rows.pop(pk)


@dataclass
class _Writer:
    """Brings the rows of a submission in line with a form and counts how many of each kind changed."""

    row: Submission
    by: User
    changed: Counter[str] = field(default_factory=Counter)

    def write(self, content: Content) -> Counter[str]:
        """Write everything; the kinds that changed, with how many."""
        if _set(self.row, is_nil=content.is_nil, nil_reason=content.nil_reason if content.is_nil else ""):
            self.row.save(update_fields=["is_nil", "nil_reason"])
            self.changed["nil"] += 1
        lines = {
            line.pk: line
            for line in self.row.lines.prefetch_related("figures").select_related("host__issuer")
        }
        for at, line in enumerate(content.lines):
            self._line(_existing(lines, line.pk), line, at)
        documents = {d.pk: d for d in self.row.issued_documents.select_related("document__issuer")}
        # the removed ones go first, so that a document may move from a row taken away to another
        for at, document in sorted(enumerate(content.documents), key=lambda row: not row[1].remove):
            self._document(_existing(documents, document.pk), document, at)
        statements = {s.pk: s for s in self.row.statements.all()}
        for at, statement in enumerate(content.statements):
            self._statement(_existing(statements, statement.pk), statement, at)
        return +self.changed

    def _gone(self, record: models.Model | None) -> None:
        if record is not None:
            record.delete()
            self.changed["removed"] += 1

    def _line(self, line: SubmissionLine | None, entry: LineEntry, at: int) -> None:
        if entry.remove:
            return self._gone(line if line and line.attribution == Attribution.INTEGRATED else None)
        values: dict[str, Any] = {"narrative": entry.narrative}
        if line is None:
            line = SubmissionLine(
                submission=self.row,
                role=LineRole.OWN,
                attribution=Attribution.INTEGRATED,
                position=OWN_POSITION + at,
            )
        if line.attribution == Attribution.INTEGRATED:
            values |= {"heading": entry.heading, "national_group": entry.national_group}
            values["host"] = self._host(line, entry)
        else:
            values |= {"is_nil": entry.is_nil, "nil_reason": entry.nil_reason if entry.is_nil else ""}
        if _set(line, **values):
            line.save()
            self.changed["lines"] += 1
        figures = {f.pk: f for f in line.figures.all()} if entry.pk else {}
        for place, figure in enumerate(entry.figures):
            self._figure(line, _existing(figures, figure.pk), figure, place)
        return None

    def _host(self, line: SubmissionLine, entry: LineEntry) -> LegalDocument | None:
        if entry.host is None or (line.host is not None and not differs(line.host, entry.host)):
            return line.host if entry.host else None
        return self._registered(entry.host, line.host)

    def _registered(self, citation: Citation, cited: LegalDocument | None) -> LegalDocument:
        """The register's row; counted only if anything came of it (others' rows are never rewritten)."""
        document = registered_document(citation, submission=self.row, instead_of=cited, by=self.by)
        self.changed["documents"] += document != cited or not differs(document, citation)
        return document

    def _figure(self, line: SubmissionLine, figure: Figure | None, entry: FigureEntry, at: int) -> None:
        if entry.remove:
            return self._gone(figure if figure and figure.is_own else None)
        if figure is None:
            figure = Figure(line=line, is_own=True, position=OWN_POSITION + at)
        values: dict[str, Any] = {"to_date": entry.to_date, "estimate": entry.estimate}
        if figure.is_own:
            values |= {"indicator": entry.indicator, "unit": entry.unit, "precision": entry.precision}
            values |= self._counting(line, figure, entry.unit)
        if _set(figure, **values):
            figure.save()
            self.changed["figures"] += 1
        return None

    def _counting(self, line: SubmissionLine, figure: Figure, unit: str) -> dict[str, Any]:
        """Which records a figure of the unit's own counts, by the unit it is typed in; DOST may have corrected it."""
        if figure.pk is not None and figure.unit == unit:
            return {}
        others = [f for f in line.figures.all() if f.pk != figure.pk]
        [found] = countings_of_line([unit], [Counting(f.counted_as, f.activity_kind) for f in others])
        return {"counted_as": found.counted_as, "activity_kind": found.activity_kind}

    def _document(self, issued: IssuedDocument | None, entry: DocumentEntry, at: int) -> None:
        if entry.remove:
            return self._gone(issued)
        document = issued.document if issued else None
        corrected = document is None or differs(document, entry.citation)
        if corrected:
            document = self._registered(entry.citation, document)
        if self.row.issued_documents.filter(document=document).exclude(pk=entry.pk or 0).exists():
            raise RuleBroken(
                _("Nothing was saved: the document %(document)s is listed twice. Remove one of the two rows.")
                % {"document": document},
                code="twice",
            )
        if issued is None:
            issued = IssuedDocument(submission=self.row, position=at)
        if _set(issued, document=document, section=entry.section):
            issued.save()
            self.changed["documents"] += not corrected
        return None

    def _statement(self, statement: Statement | None, entry: StatementEntry, at: int) -> None:
        if entry.remove:
            return self._gone(statement)
        if statement is None:
            statement = Statement(submission=self.row, kind=entry.kind, position=at)
        words = {"text": entry.text, "cause": entry.cause, "addressee": entry.addressee}
        if _set(statement, **words, national_group=entry.national_group):
            statement.save()
            self.changed["statements"] += 1
        return None
