"""The search of the portal: every kind of record one may see, in one order, each found by the app it belongs to.

Here is only put together what ``queries`` of the apps find; each of them keeps to what the person may see.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.search import BEGUN, BESIDE, Hit, Words
from consolidation.queries.finding import find_reports
from enterprises.queries.finding import find_enterprises
from organisations.queries.finding import find_organisations, find_provinces
from programmes.queries import search as plans
from reporting.queries.finding import find_documents as find_reported_documents
from support.queries.finding import find_applications, find_contents

FEW, MANY = 5, 50  # hits of each kind side by side, and of one kind alone
SUGGESTED = 8

REPORT = ("bao cao tong hop", "bao cao", "nam", "report of", "report")  # what only says the kind

Finder = Callable[..., list[Hit]]


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name on the page, its picture, who finds it, and the words that only say the kind."""

    key: str
    label: str | Promise
    icon: str
    finders: tuple[Finder, ...]
    said: tuple[str, ...] = ()
    is_public: bool = True


@dataclass(frozen=True)
class Group:
    """What was found of one kind; ``has_more`` where there are others than those shown."""

    kind: Kind
    hits: list[Hit]
    has_more: bool

    @property
    def is_called_so(self) -> bool:
        """Whether one of them is called so or begins so: such a group stands first."""
        return any(hit.rank <= BEGUN for hit in self.hits)


@dataclass(frozen=True)
class Found:
    """The answer to a search. ``is_alike``: nothing holds the words; these are spelt much like them."""

    words: Words
    groups: list[Group]
    is_alike: bool = False

    @property
    def count(self) -> int:
        """Hits in sight."""
        return sum(len(group.hits) for group in self.groups)


KINDS = (
    Kind("plans", _("Plans"), "plan", (plans.find_plans,)),
    Kind("applications", _("Applications"), "file", (find_applications,), ("ho so", "application"), is_public=False),
    Kind("enterprises", _("Enterprises"), "people", (find_enterprises,), is_public=False),
    Kind("reports", _("Consolidated reports"), "report", (find_reports,), REPORT, is_public=False),
    Kind("tasks", _("Tasks"), "work", (plans.find_tasks,), ("nhiem vu", "task")),
    Kind("targets", _("Targets"), "chart", (plans.find_targets,), ("chi tieu", "target")),
    Kind("contents", _("Support for enterprises"), "shield", (find_contents,)),
    Kind("documents", _("Documents"), "attachment", (plans.find_documents, find_reported_documents)),
    Kind("organisations", _("Provinces and organisations"), "organisation", (find_provinces, find_organisations)),
)  # fmt: skip


def kinds_of(user: User) -> list[Kind]:
    """The kinds ``user`` may find anything of; a visitor those that are public."""
    return [kind for kind in KINDS if kind.is_public or user.is_authenticated]


def search(user: User, words: Words, *, only: str = "") -> Found:
    """What ``user`` may see of all kinds, or of the one named ``only``; a flat number of queries.

    Where no kind holds the words, what is spelt much like them. Asks nothing where nothing can be sought.
    """
    if not words.can_be_sought:
        return Found(words, [])
    kinds = [kind for kind in kinds_of(user) if only in {"", kind.key}]
    most = MANY if only else FEW
    groups = list(_groups(kinds, user, words, most))
    if groups:
        return Found(words, sorted(groups, key=lambda group: not group.is_called_so))
    return Found(words, list(_groups(kinds, user, words, most, alike=True)), is_alike=True)


def suggested(user: User, words: Words) -> list[tuple[Kind, Hit]]:
    """The few best hits of all kinds while somebody types; nothing that is only spelt alike."""
    if not words.can_be_sought:
        return []
    groups = _groups(kinds_of(user), user, words, FEW)
    hits = [(group.kind, hit) for group in groups for hit in group.hits if hit.rank < BESIDE]
    return sorted(hits, key=lambda pair: pair[1].rank)[:SUGGESTED]


def kind_asked(sent: QueryDict) -> str:
    """The kind an address asks for; "" for all of them."""
    asked = sent.get("kind", "")
    return asked if asked in {kind.key for kind in KINDS} else ""


def _groups(
    kinds: Iterable[Kind], user: User, words: Words, most: int, *, alike: bool = False
) -> Iterator[Group]:
    for kind in kinds:
        hits = _hits(kind, user, words.without(*kind.said), most + 1, alike=alike)
        if hits:
            yield Group(kind, hits[:most], has_more=len(hits) > most)


def _hits(kind: Kind, user: User, words: Words, most: int, *, alike: bool) -> list[Hit]:
    """The best of all finders of the kind, each record once."""
    found: dict[object, Hit] = {}
    for find in kind.finders:
        for hit in find(user, words, most, alike=alike):
            found.setdefault(hit.key, hit)
    return sorted(found.values(), key=lambda hit: hit.rank)[:most]
