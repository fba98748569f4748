"""On the day a unit ends, what it still owes moves to whoever took over; what is filed stays where it was filed."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance, note_down
from organisations.models import Organisation
from reporting.actions.generation import add_lines
from reporting.actions.inheriting import Inherited, has_results, take_over
from reporting.actions.merging import joined, stronger
from reporting.actions.opening import tell_moved
from reporting.actions.parts import open_also
from reporting.models import (
    Attribution,
    Filing,
    IssuedDocument,
    Letter,
    Part,
    ReportingPeriod,
    Statement,
    Submission,
    SubmissionLine,
    WorkbookUpload,
)
from reporting.queries.obligations import line_key
from reporting.queries.succession import Move, live_forms, moves_of, owed_now
from reporting.states import FILED, SubmissionState

log = logging.getLogger(__name__)
MOVE = "move_obligations"


def move_due_obligations(*, on: dt.date) -> int:
    """Move in every period what is due on ``on``: the duty of the minute tick. Returns how many forms moved.

    A period in which something goes wrong is written to the log and holds no other one up.
    """
    periods = live_forms(on).order_by("period").values_list("period", flat=True).distinct()
    waiting = ReportingPeriod.objects.filter(pk__in=list(periods)).select_related("plan__province")
    moved = 0
    for period in waiting:
        try:
            moved += len(move_obligations(period, on=on, by=None))
        except Exception:
            log.exception("what ended units owe in period %s could not be moved", period.pk)
    return moved


@transaction.atomic
def move_obligations(period: ReportingPeriod, *, on: dt.date, by: User | None) -> list[Submission]:
    """Move what ended units still owe in ``period`` to their successors' forms; returns the forms it arrived in.

    A successor without a form takes the former unit's form as it stands; one with a form gets its lines, those about
    the same thing merge (see merging). With several successors a line goes to the one that holds the role on ``on``;
    lines nobody holds stay where they are. Calling it again moves nothing twice. ``by`` is None when the portal acts
    by itself; else RuleBroken unless that person opens the province's periods.
    """
    if by is not None and not by.has_perm("reporting.open_reportingperiod", period):
        raise RuleBroken(_("Only the DOST of the plan's province moves obligations."), code="not_permitted")
    if not any(move.is_due for move in moves_of(period, on)):
        return []
    lock_forms(period)  # then it is asked again what is due
    owed, arrived = owed_now(period, on), {}
    for move in moves_of(period, on):
        if not move.is_due:
            continue
        roles = {
            heir.pk: {key: line.role for key, line in owed.get(heir.pk, {}).items()}
            for heir, _n in move.heirs
        }
        for form in _Mover(move, roles, owed, by).run():
            row = Submission.objects.select_related("period__plan__province", "organisation").get(pk=form.pk)
            tell_moved(row, move.fate.organisation, by=by)
            arrived[row.pk] = row
    return list(arrived.values())


def lock_forms(period: ReportingPeriod) -> None:
    """Lock every form of the period, always in one order: whoever saves meanwhile waits for us, and we for them.

    The period's own row is left alone: a person who certifies holds the form while taking a number of the period.
    """
    list(Submission.objects.select_for_update(no_key=True).filter(period=period).order_by("pk").values("pk"))


class _Mover:
    """Moves one form. ``roles``: successor → line key → the role it holds there itself."""

    def __init__(self, move: Move, roles: dict, owed: dict, by: User | None) -> None:
        self.move, self.roles, self.owed, self.by = move, roles, owed, by
        self.former = Submission.objects.select_related("organisation", "period").get(pk=move.former.pk)
        self.unit: Organisation = self.former.organisation

    def run(self) -> list[Submission]:
        """Move the form as a whole where it can be, else line by line."""
        main = self.move.heirs[0][0]
        if self.move.is_whole and not self._form_of(main):
            adopted = self._adopt(main)
            self._give_beside()
            return [adopted]
        forms = {heir.pk: self._form_of(heir) or self._new_form(heir) for heir, _n in self.move.heirs}
        self._spread_nil(list(forms.values()))
        for heir, _n in self.move.heirs:
            forms[heir.pk] = self._hand_over(heir, forms[heir.pk], with_rest=heir == main)
        self._give_beside()
        if not self.move.waiting and not self.move.vacant:
            self._close(forms[main.pk])
        else:
            self._leave()
        return list(forms.values())

    def _form_of(self, heir: Organisation) -> Submission | None:
        return Submission.objects.filter(period=self.former.period_id, organisation=heir).first()

    def _new_form(self, heir: Organisation) -> Submission:
        return Submission.objects.create(
            period=self.former.period, organisation=heir, is_demo=self.former.is_demo
        )

    def _adopt(self, heir: Organisation) -> Submission:
        """The successor answers for the form as it stands, with its step, its history and what was sent back."""
        for line in self.former.lines.filter(inherited_from=None):
            line.inherited_from = self.unit
            line.role = stronger(line.role, self.roles[heir.pk].get(line_key(line), line.role))
            line.save(update_fields=["inherited_from", "role"])
        self.former.organisation = heir
        self.former.save(update_fields=["organisation"])
        note_down(self.former, MOVE, by=self.by, former=self.unit, successor=heir, as_a_whole=True)
        return self.former

    def _spread_nil(self, forms: list[Submission]) -> None:
        """A nil of the whole form speaks only of its own lines: before they mix with others it is said line by line."""
        both = len(forms) == 1 and forms[0].is_nil and self.former.is_nil
        if both and self.move.is_whole:
            reasons = (forms[0].nil_reason, f"{self.unit.name}: {self.former.nil_reason}")
            if self.former.nil_reason != forms[0].nil_reason:
                forms[0].nil_reason = joined(*reasons)
                forms[0].save(update_fields=["nil_reason"])
            return
        for form in [self.former, *forms]:
            if form.is_nil:
                self._say_nil_by_line(form)

    @staticmethod
    def _say_nil_by_line(form: Submission) -> None:
        for line in form.lines.filter(attribution=Attribution.PROGRAMME, is_nil=False, narrative=""):
            if not has_results(line):
                line.is_nil, line.nil_reason = True, form.nil_reason
                line.save(update_fields=["is_nil", "nil_reason"])
        form.is_nil, form.nil_reason = False, ""
        form.save(update_fields=["is_nil", "nil_reason"])

    def _hand_over(self, heir: Organisation, form: Submission, *, with_rest: bool) -> Submission:
        """The heir's lines and, to the first heir, what belongs to no line owed; then its step fits again."""
        at = (form.lines.aggregate(last=Max("position"))["last"] or 0) + 1
        taken: list[Inherited] = []
        for handover in self.move.handovers:
            if handover.heir == heir:
                line = SubmissionLine.objects.select_related("inherited_from").get(pk=handover.line.pk)
                role = self.roles[heir.pk].get(line_key(line), line.role)
                taken.append(take_over(line, form, former=self.unit, role=role, position=at + len(taken)))
        parts = self._take_rest(form) if with_rest else set()
        self._open(form, [(Part.LINE, arrived.line) for arrived in taken] + [(part, None) for part in parts])
        form = self._step(form, started=bool(parts))
        facts: dict[str, Any] = {
            "former": self.unit,
            "successor": heir,
            "lines": [str(inherited.line) for inherited in taken],
            "merged": sum(inherited.merged for inherited in taken),
        }
        left_out = joined(*(inherited.left_out for inherited in taken))
        note_down(form, MOVE, by=self.by, note=left_out, **facts)
        note_down(self.former, MOVE, by=self.by, note=left_out, to=form.pk, **facts)
        return form

    def _take_rest(self, form: Submission) -> set[Part]:
        """Added activities, documents (each once), statements; which parts of the form they are."""
        parts: set[Part] = set()
        cited = set(form.issued_documents.values_list("document_id", flat=True))
        documents = IssuedDocument.objects.filter(submission=self.former).exclude(document__in=cited)
        added = self.former.lines.filter(attribution=Attribution.INTEGRATED)
        if added.update(submission=form, inherited_from=self.unit):
            parts.add(Part.INTEGRATED)
        if documents.update(submission=form):
            parts.add(Part.DOCUMENTS)
        if Statement.objects.filter(submission=self.former).update(submission=form):
            parts.add(Part.STATEMENTS)
        return parts

    def _open(self, form: Submission, arrived: list[tuple[Part, SubmissionLine | None]]) -> None:
        open_also(form, arrived, reason=_("Taken over from %(unit)s.") % {"unit": self.unit.name})

    def _step(self, form: Submission, *, started: bool) -> Submission:
        """Nobody certifies what arrived unseen: a form with its leader goes back, one with content is begun."""
        form = self._given_back(form, _("What %(unit)s owed was added to the form."))
        brings = started or self.former.state != SubmissionState.NOT_STARTED
        if form.state == SubmissionState.NOT_STARTED and brings:
            form = advance(form, "start", by=None)
        return self._another_edition(form)

    def _given_back(self, form: Submission, why: str) -> Submission:
        """A form that lies with its leader goes back to the focal point."""
        if form.state != SubmissionState.UNIT_REVIEW:
            return form
        return advance(form, "decline", by=None, note=why % {"unit": self.unit.name})

    def _another_edition(self, form: Submission) -> Submission:
        """Whoever opened the form before does not save over it or stand for it unread."""
        form.version += 1
        form.records_version += 1
        form.saved_at, form.saved_by = timezone.now(), self.by
        form.save(update_fields=["version", "records_version", "saved_at", "saved_by"])
        return form

    def _give_beside(self) -> None:
        """The other successors that hold the same role owe a line of their own, empty; what is filed stays as it is."""
        for handover in self.move.handovers:
            for other in handover.beside:
                key, form = line_key(handover.line), self._form_of(other)
                if form is None:
                    form = self._new_form(other)
                if form.state in FILED or any(line_key(line) == key for line in form.lines.all()):
                    continue
                last = form.lines.aggregate(last=Max("position"))["last"] or 0
                added = add_lines([(form, self.owed[other.pk][key], last + 1)])
                self._open(form, [(Part.LINE, line) for line in added])
                self._another_edition(self._given_back(form, _("What %(unit)s owed was added to the form.")))

    def _leave(self) -> None:
        """What stays with the former unit for now is another form than the one its leader was given to read."""
        self._another_edition(
            self._given_back(self.former, _("A part of what %(unit)s owed went to its successors."))
        )

    def _close(self, form: Submission) -> None:
        """Proofs, workbooks and letters follow; the empty form goes, its journal stays."""
        Filing.objects.filter(submission=self.former).update(submission=form)
        WorkbookUpload.objects.filter(submission=self.former).update(submission=form)
        for letter in Letter.objects.filter(submissions=self.former):
            letter.submissions.add(form)
        self.former.delete()
