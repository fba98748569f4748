"""Forms whose unit has ended: who takes over which line, what nobody takes, what has to wait."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from journal.models import Entry
from organisations.models import Organisation, Succession
from organisations.queries import Fate, fates
from reporting.models import Attribution, LineRole, PeriodKind, ReportingPeriod, Submission, SubmissionLine
from reporting.queries.obligations import LineKey, OwedLine, line_key, obligations
from reporting.states import FILED


@dataclass(frozen=True)
class Handover:
    """A line goes to ``heir``; ``beside`` are others who hold the same role and owe a line of their own."""

    line: SubmissionLine
    heir: Organisation
    beside: tuple[Organisation, ...] = ()


@dataclass
class Move:
    """What becomes of the form of a unit that has ended.

    ``waiting`` lines have an heir whose own form is filed already; ``vacant`` ones have none that is known.
    """

    former: Submission
    fate: Fate
    handovers: list[Handover] = field(default_factory=list)
    waiting: list[Handover] = field(default_factory=list)
    vacant: list[SubmissionLine] = field(default_factory=list)

    @property
    def heirs(self) -> list[tuple[Organisation, int]]:
        """Who takes over, with how many lines, most first."""
        counted = Counter(handover.heir for handover in self.handovers)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].order, pair[0].pk))

    @property
    def is_due(self) -> bool:
        """Whether anything moves now."""
        return bool(self.handovers)

    @property
    def is_whole(self) -> bool:
        """Whether everything goes to one successor."""
        return len(self.heirs) == 1 and not self.waiting and not self.vacant


def live_forms(on: dt.date) -> QuerySet[Submission]:
    """Unfiled forms of ended units that are still owed on ``on``: entry has not locked, or DOST holds them open.

    What locked before the unit ended is history and keeps its name.
    """
    ended = Succession.objects.filter(old=OuterRef("organisation"), date__lte=on)
    still_owed = Q(period__locks_on__gte=on) | Q(unlocked_until__gte=on)
    return Submission.objects.filter(Exists(ended), still_owed).exclude(state__in=FILED)


def moves_of(period: ReportingPeriod, on: dt.date) -> list[Move]:
    """What moves on ``on``, form by form. One query where no unit has ended; a fixed number otherwise."""
    lines = SubmissionLine.objects.select_related("task").order_by("position", "pk")
    forms = list(
        live_forms(on)
        .filter(period=period)
        .select_related("organisation")
        .prefetch_related(Prefetch("lines", lines))
        .order_by("organisation__order", "pk")
    )
    if not forms:
        return []
    known = fates([form.organisation for form in forms], on)
    owed = owed_now(period, on)
    heirs = [heir.pk for fate in known.values() for heir in fate.now]
    filed = set(
        Submission.objects.filter(period=period, organisation__in=heirs, state__in=FILED).values_list(
            "organisation_id", flat=True
        )
    )
    return [_move(form, known[form.organisation_id], owed, filed) for form in forms]


def owed_now(period: ReportingPeriod, on: dt.date) -> dict[int, dict[LineKey, OwedLine]]:
    """Unit → what it owes in the period as roles stand on ``on``; nothing is derived from roles for a request."""
    if period.kind == PeriodKind.AD_HOC:
        return {}
    owed = obligations(period.plan, period.year, on, since=period.covers_from)
    return {unit.organisation.pk: {line_key(line): line for line in unit.lines} for unit in owed}


def is_owed_line(line: SubmissionLine) -> bool:
    """Whether the line was asked for; what the unit added by itself follows the rest of its form."""
    return line.attribution == Attribution.PROGRAMME and line.role != LineRole.OWN


def _move(form: Submission, fate: Fate, owed: dict[int, dict[LineKey, OwedLine]], filed: set[int]) -> Move:
    move = Move(form, fate)
    for line in form.lines.all():
        if not is_owed_line(line):
            continue
        holders = [heir for heir in fate.now if line_key(line) in owed.get(heir.pk, {})]
        if not holders and len(fate.now) == 1 and not fate.lacks_successor:
            holders = list(fate.now)  # whoever took over everything took this over
        if not holders:
            move.vacant.append(line)
            continue
        handover = Handover(line, holders[0], tuple(holders[1:]))
        (move.waiting if holders[0].pk in filed else move.handovers).append(handover)
    return move


def moved_to(pk: int) -> int | None:
    """The form that took over what the form ``pk``, gone since, asked for; None where none did."""
    told = Entry.objects.filter(
        record_type=Submission._meta.label_lower, record_id=pk, action="move_obligations", facts__has_key="to"
    )
    return told.order_by("-pk").values_list("facts__to", flat=True).first()
