"""Bring the rows of a submission in line with a form."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import forget_files
from programmes.models import LegalDocument
from reporting.actions.claims import hold_supports
from reporting.actions.content import Citation, Content, DocumentEntry, FigureEntry, LineEntry, StatementEntry
from reporting.actions.documents import differs, registered_document
from reporting.models import (
    Attribution,
    Figure,
    IssuedDocument,
    LineRole,
    Statement,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.counting import Counting, countings_of_line
from reporting.queries.parts import OpenParts
from reporting.queries.proposals import raised_last_year

OWN_POSITION = 1000  # what the unit adds stands after what it owes


def _set(record: models.Model, **values: Any) -> bool:
    """Set what differs; whether anything did or the record is new."""
    is_new = record.pk is None
    differing = {name: value for name, value in values.items() if is_new or getattr(record, name) != value}
    for name, value in differing.items():
        setattr(record, name, value)
    return bool(differing) or is_new


def _existing(rows: dict[int, Any], pk: int | None, *, remove: bool = False) -> Any:
    """The row the form speaks of, taken out of ``rows``: one of another form, gone, or named twice is refused.

    One to be removed may be gone already.
    """
    if pk is None or (remove and pk not in rows):
        return None
    if pk not in rows:
        raise RuleBroken(
            _("Nothing was saved: a row of this form no longer exists. Open the form again."), code="stale"
        )
    return rows.pop(pk)


@dataclass
class Writer:
    """Brings the rows of a submission (in full) in line with a form and counts how many of each kind changed.

    ``known`` says which rows the same form has made of its new entries before, ``created`` which it makes now (both:
    key of the entry → id of the row). A change in a part that is not open is refused (RuleBroken, ``part_closed``).
    """

    row: Submission
    by: User
    parts: OpenParts = field(default_factory=OpenParts)
    known: Mapping[str, int] = field(default_factory=dict)
    changed: Counter[str] = field(default_factory=Counter)
    created: dict[str, int] = field(default_factory=dict)
    is_outdated: bool = False  # whether rows at hand no longer say all that is stored: others came or went, or count otherwise

    def write(self, content: Content) -> Counter[str]:
        """Write everything; the kinds that changed, with how many."""
        if _set(self.row, is_nil=content.is_nil, nil_reason=content.nil_reason if content.is_nil else ""):
            self._check(is_open=self.parts.whole)
            self.row.save(update_fields=["is_nil", "nil_reason"])
            self.changed["nil"] += 1
        lines = {line.pk: line for line in self.row.lines.all()}
        for at, line in enumerate(content.lines):
            self._line(self._row(lines, line), line, at)
        documents = {d.pk: d for d in self.row.issued_documents.all()}
        # the removed ones go first, so that a document may move from a row taken away to another
        for at, document in sorted(enumerate(content.documents), key=lambda row: not row[1].remove):
            self._document(self._row(documents, document), document, at)
        statements = {s.pk: s for s in self.row.statements.all()}
        for at, statement in enumerate(content.statements):
            self._statement(self._row(statements, statement), statement, at)
        return +self.changed

    def _row(self, rows: dict[int, Any], entry: Any) -> Any:
        return _existing(rows, entry.pk or self.known.get(entry.key), remove=entry.remove)

    def _check(self, *, is_open: bool) -> None:
        """Nothing may change in a part DOST has taken and not sent back."""
        if not is_open:
            raise RuleBroken(
                _("Nothing was saved: a part of this form that DOST did not send back would have changed."),
                code="part_closed",
            )

    def _gone(self, record: Any, *, is_open: bool) -> None:
        if record is not None:
            self._check(is_open=is_open)
            if isinstance(record, SubmissionLine | Figure):
                forget_files(record.evidence_files.all())
                of = "figure" if isinstance(record, Figure) else "figure__line"
                hold_supports(SupportedEnterprise.objects.filter(**{of: record}))
            record.delete()
            self.changed["removed"] += 1
            self.is_outdated = True

    def _made(self, record: models.Model, key: str, *, is_new: bool) -> None:
        self.is_outdated |= is_new
        if is_new and key:
            self.created[key] = record.pk

    def _line(self, line: SubmissionLine | None, entry: LineEntry, at: int) -> None:
        is_open = self.parts.integrated if entry.is_integrated else self.parts.line(entry.pk or 0)
        if entry.remove:
            return self._gone(
                line if line and line.attribution == Attribution.INTEGRATED else None, is_open=is_open
            )
        values: dict[str, Any] = {"narrative": entry.narrative}
        is_new = line is None
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
            self._check(is_open=is_open)
            line.save()
            self._made(line, entry.key, is_new=is_new)
            self.changed["lines"] += 1
        figures = {} if is_new else {f.pk: f for f in line.figures.all()}
        for place, figure in enumerate(entry.figures):
            self._figure(line, self._row(figures, figure), figure, place, is_open=is_open)
        return None

    def _host(self, line: SubmissionLine, entry: LineEntry) -> LegalDocument | None:
        if entry.host is None or (line.host is not None and not differs(line.host, entry.host)):
            return line.host if entry.host else None
        return self._registered(entry.host, line.host, elsewhere=self._is_reported(line.host))

    def _is_reported(self, document: LegalDocument | None) -> bool:
        """Whether the closed list of documents names it."""
        return not self.parts.documents and self.row.issued_documents.filter(document=document).exists()

    def _is_host(self, document: LegalDocument | None) -> bool:
        """Whether a closed activity under another plan was worked into it."""
        return not self.parts.integrated and self.row.lines.filter(host=document).exists()

    def _registered(
        self, citation: Citation, cited: LegalDocument | None, *, elsewhere: bool
    ) -> LegalDocument:
        """The register's row; counted only if anything came of it (others' rows are never rewritten).

        What a closed part of this form cites ``elsewhere`` is not rewritten either: the part would change.
        """
        replaced = None if elsewhere else cited
        document = registered_document(citation, submission=self.row, instead_of=replaced, by=self.by)
        self.changed["documents"] += document != cited or not differs(document, citation)
        self.is_outdated = True  # the row may stand elsewhere in the form, too
        return document

    def _figure(
        self, line: SubmissionLine, figure: Figure | None, entry: FigureEntry, at: int, *, is_open: bool
    ) -> None:
        if entry.remove:
            return self._gone(figure if figure and figure.is_own else None, is_open=is_open)
        is_new = figure is None
        if figure is None:
            figure = Figure(line=line, is_own=True, position=OWN_POSITION + at)
        values: dict[str, Any] = {"to_date": entry.to_date, "estimate": entry.estimate}
        if figure.is_own:
            values |= {"indicator": entry.indicator, "unit": entry.unit, "precision": entry.precision}
            counting = self._counting(line, figure, entry.unit)
            self.is_outdated |= bool(counting)  # another number stands behind it
            values |= counting
        elif entry.typed_reason is not None:
            values["typed_reason"] = entry.typed_reason if entry.to_date is not None else ""
        if _set(figure, **values):
            self._check(is_open=is_open)
            figure.save()
            self._made(figure, entry.key, is_new=is_new)
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
            return self._gone(issued, is_open=self.parts.documents)
        is_new = issued is None
        document = issued.document if issued else None
        corrected = document is None or differs(document, entry.citation)
        if corrected:
            document = self._registered(entry.citation, document, elsewhere=self._is_host(document))
        others = self.row.issued_documents.exclude(pk=issued.pk if issued else 0)
        if corrected and others.filter(document=document).exists():
            raise RuleBroken(
                _("Nothing was saved: the document %(document)s is listed twice. Remove one of the two rows.")
                % {"document": document},
                code="twice",
            )
        if issued is None:
            issued = IssuedDocument(submission=self.row, position=at)
        if _set(issued, document=document, section=entry.section) or corrected:
            self._check(is_open=self.parts.documents)
            issued.save()
            self._made(issued, entry.key, is_new=is_new)
            self.changed["documents"] += not corrected
        return None

    def _statement(self, statement: Statement | None, entry: StatementEntry, at: int) -> None:
        if entry.remove:
            return self._gone(statement, is_open=self.parts.statements)
        is_new = statement is None
        if statement is None:
            statement = Statement(submission=self.row, kind=entry.kind, position=at)
            statement.carried_from = self._raised_before(entry)
        words = {"text": entry.text, "cause": entry.cause, "addressee": entry.addressee}
        if _set(statement, **words, national_group=entry.national_group):
            self._check(is_open=self.parts.statements)
            statement.save()
            self._made(statement, entry.key, is_new=is_new)
            self.changed["statements"] += 1
        return None

    def _raised_before(self, entry: StatementEntry) -> Statement | None:
        """What the statement raises again: of the unit or one it followed, of an earlier year, once in a form."""
        if entry.carried_from is None:
            return None
        before = raised_last_year(self.row).get(entry.kind, [])
        found = next((r.statement for r in before if r.statement.pk == entry.carried_from), None)
        if found is None or self.row.statements.filter(carried_from=found).exists():
            return None
        return found
