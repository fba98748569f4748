"""What accepted supports amount to: named outcomes, counted distinct, for targets whose one source they are.

An enterprise counts once however often and under however many of its tax codes it was supported; a product, certificate,
laboratory or award once per enterprise. A struck outcome counts for nothing. Nothing here adds outcomes to what units
report: a target has one source (``Target.counted_from``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from programmes.models import CountedFrom, Target
from support.models import ContentTarget, Outcome, OutcomeKind
from support.models.support import OutcomeQuerySet

Key = tuple[str, str, str]


class Reached(NamedTuple):
    """An outcome as far as counting goes: ``key`` is equal for what counts once, ``task`` the task its content hangs on."""

    pk: int
    content: int
    task: int | None
    kind: str
    key: Key
    on: dt.date
    is_demo: bool


@dataclass(frozen=True)
class Tally:
    """The outcomes that count for a target or an annex row within days, and where they are listed.

    ``kinds``: what is counted; several kinds of a row make no one number. ``asked``: the parameter of the list, ("chi-tieu",
    the target's id) or ("dong", the row's).
    """

    asked: tuple[str, int]
    first: dt.date
    last: dt.date
    kinds: frozenset[str]
    reached: tuple[Reached, ...] = ()

    @property
    def value(self) -> int:
        """How many different ones there are."""
        return len({each.key for each in self.reached})

    @property
    def is_demo(self) -> bool:
        """Whether any of them was made up for trying the portal."""
        return any(each.is_demo for each in self.reached)

    @property
    def query(self) -> str:
        """What the address of the list asks for; short and lasting, so that a composed paper may keep it."""
        name, pk = self.asked
        return urlencode({name: pk, "tu": self.first.isoformat(), "den": self.last.isoformat()})

    @property
    def address(self) -> str:
        """The list of exactly these outcomes."""
        return list_address(self.query)


@dataclass
class Ledger:
    """Every outcome that may count for some targets, read once; asked for any target, row and days without a query.

    ``counted``: (content, target) → the kind it counts as, only of targets that count from outcomes.
    """

    counted: dict[tuple[int, int], str] = field(default_factory=dict)
    tasks: dict[int, int | None] = field(default_factory=dict)
    by_content: dict[int, list[Reached]] = field(default_factory=lambda: defaultdict(list))

    def of_target(self, target_id: int, first: dt.date, last: dt.date) -> Tally:
        """What counts for a target from ``first`` to ``last``, both included."""
        kinds = {content: kind for (content, target), kind in self.counted.items() if target == target_id}
        return self._tally(("chi-tieu", target_id), kinds.items(), first, last)

    def of_row(self, task_id: int, first: dt.date, last: dt.date) -> Tally:
        """What contents that hang on an annex row brought, as their targets count it."""
        pairs = {(c, kind) for (c, _target), kind in self.counted.items() if self.tasks[c] == task_id}
        return self._tally(("dong", task_id), pairs, first, last)

    def counts_target(self, target_id: int) -> bool:
        """Whether any content counts for the target."""
        return any(target == target_id for _content, target in self.counted)

    def counts_row(self, task_id: int) -> bool:
        """Whether a content that counts for some target hangs on the row."""
        return any(self.tasks[content] == task_id for content, _target in self.counted)

    def _tally(
        self, asked: tuple[str, int], kinds: Iterable[tuple[int, str]], first: dt.date, last: dt.date
    ) -> Tally:
        pairs = sorted(kinds)
        found = {
            each.pk: each
            for content, kind in pairs
            for each in self.by_content[content]
            if each.kind == kind and first <= each.on <= last
        }
        reached = sorted(found.values(), key=lambda each: (each.on, each.pk))
        return Tally(asked, first, last, frozenset(kind for _content, kind in pairs), tuple(reached))


def outcomes_of(targets: Iterable[Target], until: dt.date, *, whatever_source: bool = False) -> Ledger:
    """The outcomes reached up to ``until`` that count for ``targets``, in two queries however many (none for none).

    Targets that count from submissions are left out, unless ``whatever_source``: what they would count.
    """
    ids = [t.pk for t in targets if whatever_source or t.counted_from == CountedFrom.OUTCOMES]
    if not ids:
        return Ledger()
    counting = ContentTarget.objects.filter(target__in=ids).order_by("pk")
    rows = list(counting.values_list("content_id", "target_id", "kind", "content__task_id"))
    ledger = Ledger(
        counted={(content, target): kind for content, target, kind, _task in rows},
        tasks={content: task for content, _target, _kind, task in rows},
    )
    for each in _reached(ledger.tasks, until):
        ledger.by_content[each.content].append(each)
    return ledger


def outcomes_counted(target: Target) -> OutcomeQuerySet:
    """Every outcome, struck ones too, of the kinds the contents of ``target`` count; for its list."""
    return _of_kinds(ContentTarget.objects.filter(target=target))


def outcomes_of_row(task_id: int) -> OutcomeQuerySet:
    """The same of contents that hang on an annex row and count for targets whose source they are."""
    counting = ContentTarget.objects.filter(
        content__task_id=task_id, target__counted_from=CountedFrom.OUTCOMES
    )
    return _of_kinds(counting)


def list_address(query: str) -> str:
    """The address of the list that ``Tally.query`` asks for."""
    return f"{reverse('support:outcome_list')}?{query}"


def key_of(kind: str, family: str, folded: str) -> Key:
    """What makes two outcomes one: the enterprise itself by the family of its tax codes; else family and name."""
    return (kind, family, "" if kind == OutcomeKind.ENTERPRISE else folded)


def _of_kinds(counting: QuerySet[ContentTarget]) -> OutcomeQuerySet:
    contents: dict[str, list[int]] = defaultdict(list)
    for content, kind in counting.values_list("content_id", "kind"):
        contents[kind].append(content)
    wanted = Q(pk__in=[])
    for kind, ids in contents.items():
        wanted |= Q(kind=kind, support__content__in=ids)
    return Outcome.objects.filter(wanted)


def _reached(contents: Iterable[int], until: dt.date) -> Iterable[Reached]:
    rows = (
        Outcome.objects.counting()
        .filter(support__content__in=list(contents), reached_on__lte=until)
        .order_by("reached_on", "pk")
        .values_list(
            "pk",
            "support__content_id",
            "support__content__task_id",
            "kind",
            "support__family",
            "folded",
            "reached_on",
            "support__is_demo",
        )
    )
    for pk, content, task, kind, family, folded, on, is_demo in rows:
        yield Reached(pk, content, task, kind, key_of(kind, family, folded), on, is_demo)
