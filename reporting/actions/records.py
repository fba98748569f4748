"""Add, change and remove the named records behind a form's figures: one at a time, or a workbook's thousands."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import forget_files
from common.vietnamese import fold
from enterprises.actions import register
from enterprises.models import Enterprise
from organisations.models import Province
from reporting.actions.claims import hold_supports, tell_about_new_claims
from reporting.actions.editing import check_lines, locked_for_entry, records_changed
from reporting.actions.record_rows import (
    MODELS,
    ActivityEntry,
    ExpertEntry,
    Record,
    RecordEntry,
    SupportEntry,
    name_of,
    sameness,
)
from reporting.models import Activity, CountedAs, EvidenceFile, Figure, Submission, SupportedEnterprise

CHANGE_RECORDS = "change_records"
MOST_NAMED = 10  # names in one line of the journal
BATCH = 500


@dataclass
class Written:
    """How many records of each kind (the model's name) were added, changed, removed, or stood there already."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    records: list[Record] = field(default_factory=list)

    @property
    def is_anything(self) -> bool:
        """Whether anything differs from before."""
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def write_records(
    submission: Submission, *, records: Sequence[RecordEntry], by: User, on: dt.date
) -> Written:
    """Bring the named records of a form in line with ``records``, in a fixed number of queries.

    Entries with a pk change (or remove) that record, others add one; one that is there already is not doubled. Records
    not mentioned stay. Everything is written or nothing. Raises RuleBroken as ``locked_for_entry`` does; ``stale`` for
    a record or place that is gone; ``twice`` when a change would make two records the same; ``several`` as
    ``enterprises.actions.register``; keyed by field where an entry cannot be stored. ``records`` of the answer are in
    the order of the entries.
    """
    row = locked_for_entry(submission, by=by, on=on)
    for entry in records:
        if not entry.remove:
            entry.check()
    writer = _Writer(row, by)
    written = writer.write(records)
    if written.is_anything:
        facts = {"added": written.added, "changed": written.changed, "removed": written.removed}
        names = [name_of(record) for record in writer.touched[:MOST_NAMED]]
        records_changed(
            row, CHANGE_RECORDS, by=by, **{k: dict(v) for k, v in facts.items() if v}, names=names
        )
        tell_about_new_claims(row, [r for r in writer.touched if isinstance(r, SupportedEnterprise)])
    return written


class _Writer:
    """Finds what exists, decides what differs, writes in bulk."""

    def __init__(self, row: Submission, by: User) -> None:
        self.row, self.by = row, by
        self.written = Written()
        self.added: list[Record] = []
        self.touched: list[Record] = []
        self.changing: list[tuple[Record, list[str]]] = []
        self.removing: list[Record] = []

    def write(self, entries: Sequence[RecordEntry]) -> Written:
        """Write everything; see ``write_records``."""
        kinds = {MODELS[type(entry)] for entry in entries}
        self.stored = {model: {r.pk: r for r in _stored(model, self.row)} for model in kinds}
        self.known = {model: {sameness(r): r for r in rows.values()} for model, rows in self.stored.items()}
        self.figures = self._figures(entries)
        check_lines(self.row, {self._line_of(entry) for entry in entries})
        self._remove([entry for entry in entries if entry.remove])
        kept = [entry for entry in entries if not entry.remove]
        enterprises = self._enterprises([e for e in kept if isinstance(e, SupportEntry)])
        for entry in kept:
            self._one(entry, enterprises)
        self._save()
        return self.written

    def _figures(self, entries: Sequence[RecordEntry]) -> dict[int, Figure]:
        wanted = {entry.figure for entry in entries if isinstance(entry, SupportEntry)}
        if not wanted:
            return {}
        return {f.pk: f for f in Figure.objects.filter(pk__in=wanted, line__submission=self.row)}

    def _line_of(self, entry: RecordEntry) -> int:
        """The line an entry is about: where it is to stand and, for a known record, must already stand."""
        if isinstance(entry, SupportEntry):
            if entry.figure not in self.figures:
                raise _gone()
            return self.figures[entry.figure].line_id
        return _place_of(entry)

    def _known_record(self, entry: RecordEntry) -> Record:
        record = self.stored[MODELS[type(entry)]].get(entry.pk or 0)
        if record is None or _place_of(entry) != _place(record):
            raise _gone()
        return record

    def _remove(self, entries: Iterable[RecordEntry]) -> None:
        for entry in entries:
            record = self._known_record(entry)
            if self.known[type(record)].pop(sameness(record), None) is None:
                continue  # named twice
            self.removing.append(record)
            self.written.removed[_name(record)] += 1
            self.touched.append(record)

    def _enterprises(self, entries: Sequence[SupportEntry]) -> dict[int, Enterprise]:
        """id of the entry → the enterprise it means."""
        chosen = Enterprise.objects.in_bulk({e.enterprise for e in entries if e.enterprise is not None})
        named = [e for e in entries if e.enterprise is None]
        entered = register([e.new for e in named if e.new], province=self._province(), by=self.by)
        found = {id(e): enterprise for e, enterprise in zip(named, entered, strict=True)}
        for entry in entries:
            if entry.enterprise is not None:
                if entry.enterprise not in chosen:
                    raise RuleBroken({"enterprise": _("This enterprise is no longer in the register.")})
                found[id(entry)] = chosen[entry.enterprise]
        return found

    def _province(self) -> Province:
        return self.row.organisation.province or self.row.period.plan.province

    def _one(self, entry: RecordEntry, enterprises: dict[int, Enterprise]) -> None:
        """Add or change one record; what is there already stays as it is."""
        values = entry.values()
        if isinstance(entry, SupportEntry):
            values |= {"enterprise": enterprises[id(entry)], "content_folded": fold(entry.content)}
            self._check_figure(entry)
        if isinstance(entry, ExpertEntry):
            values["folded"] = fold(entry.full_name)
        model = MODELS[type(entry)]
        if entry.pk is None:
            place = "figure_id" if isinstance(entry, SupportEntry) else "line_id"
            self._add(model(**{place: _place_of(entry)}, **values))
        else:
            self._change(self._known_record(entry), values)

    def _check_figure(self, entry: SupportEntry) -> None:
        if entry.pk is None and self.figures[entry.figure].counted_as != CountedAs.ENTERPRISES:
            raise RuleBroken(
                _("“%(figure)s” does not count enterprises.") % {"figure": self.figures[entry.figure]}
            )

    def _add(self, record: Record) -> None:
        there = self.known[type(record)].setdefault(sameness(record), record)
        if there is not record:
            self.written.same[_name(record)] += 1
        else:
            self.added.append(record)
            self.touched.append(record)
            self.written.added[_name(record)] += 1
        self.written.records.append(there)

    def _change(self, record: Record, values: dict[str, object]) -> None:
        differing = [name for name, value in values.items() if getattr(record, name) != value]
        self.written.records.append(record)
        if not differing:
            self.written.same[_name(record)] += 1
            return
        known = self.known[type(record)]
        known.pop(sameness(record), None)
        for name in differing:
            setattr(record, name, values[name])
        if known.setdefault(sameness(record), record) is not record:
            raise RuleBroken(
                _("Nothing was saved: “%(record)s” would then be listed twice.") % {"record": record},
                code="twice",
            )
        self.changing.append((record, differing))
        self.touched.append(record)
        self.written.changed[_name(record)] += 1

    def _save(self) -> None:
        for model in self.stored:
            gone = [record.pk for record in self.removing if type(record) is model]
            if gone and model is SupportedEnterprise:
                hold_supports(SupportedEnterprise.objects.filter(pk__in=gone))
            if gone and model is Activity:
                forget_files(EvidenceFile.objects.filter(activity__in=gone))
            if gone:
                model._default_manager.filter(pk__in=gone).delete()
            differing = {name for record, names in self.changing if type(record) is model for name in names}
            if differing:
                changed = [record for record, _names in self.changing if type(record) is model]
                model._default_manager.bulk_update(changed, sorted(differing), batch_size=BATCH)  # type: ignore[arg-type]
            new = [record for record in self.added if type(record) is model]
            model._default_manager.bulk_create(new, batch_size=BATCH)  # type: ignore[arg-type]


def _stored(model: type[models.Model], row: Submission) -> models.QuerySet:
    if model is SupportedEnterprise:
        return SupportedEnterprise.objects.filter(figure__line__submission=row).select_related("enterprise")
    return model._default_manager.filter(line__submission=row)


def _place_of(entry: RecordEntry) -> int:
    """The figure an enterprise is to stand behind, the line of everything else."""
    return (
        entry.figure if isinstance(entry, SupportEntry) else cast("ActivityEntry | ExpertEntry", entry).line
    )


def _place(record: Record) -> int:
    return record.figure_id if isinstance(record, SupportedEnterprise) else record.line_id


def _name(record: Record) -> str:
    return record._meta.model_name or ""


def _gone() -> RuleBroken:
    return RuleBroken(
        _("Nothing was saved: a record of this form no longer exists. Open the list again."), code="stale"
    )
