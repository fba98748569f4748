"""The legal checklist of an application: every clause that speaks about it, what the portal suggests, what people found."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from programmes.models import PlanPolicy
from support.models import Application, Check, CheckKind, CheckResult, RequestedItem, RequiredPaper
from support.queries.eligibility import Finding, Verdict, assess, facts_of
from support.queries.once import standing_supports
from support.queries.papers import papers_for
from support.queries.stamps import stamp

LONGEST_QUOTE = 80  # characters
OF_THE_ENTERPRISE = frozenset({CheckKind.FOREIGN})  # one fact about the applicant, whatever it asks for


@dataclass(frozen=True)
class Line:
    """A line of the checklist. ``item`` is None where it holds for the application as a whole; ``check`` what a person found."""

    item: RequestedItem | None
    finding: Finding
    check: Check | None

    @property
    def kind(self) -> CheckKind:
        """What the line looks at."""
        return self.finding.kind

    @property
    def policy(self) -> PlanPolicy | None:
        """The clause of the plan; None where it is the content's own or none."""
        return self.finding.policy

    @property
    def key(self) -> str:
        """The line's name in a form."""
        return key_of(self.item.pk if self.item else None, self.kind, self.policy.pk if self.policy else None)

    @property
    def name(self) -> str:
        """What the line looks at; conditions and priorities, of which a plan has several, quote their beginning."""
        if self.kind not in {CheckKind.CONDITION, CheckKind.PRIORITY}:
            return str(self.kind.label)
        return f"{self.kind.label} “{Truncator(self.finding.clause).chars(LONGEST_QUOTE)}”"

    @property
    def title(self) -> str:
        """What the line is called in a sentence, with the content it is about."""
        return f"{self.item.content.short}: {self.name}" if self.item else self.name

    @property
    def is_against(self) -> bool:
        """Whether a person found that it speaks against the support; a priority not met never does."""
        return (
            self.check is not None
            and self.check.result == CheckResult.NOT_MET
            and self.kind != CheckKind.PRIORITY
        )


def key_of(item_id: int | None, kind: str, policy_id: int | None) -> str:
    """How a line is named: by content asked for, kind and clause."""
    return f"{item_id or 'all'}-{kind}-{policy_id or 'own'}"


def checklist(application: Application, on: dt.date) -> list[Line]:
    """Every line of the checklist in reading order: the application as a whole, then content by content.

    Needs ``application.enterprise`` and ``application.plan``; a fixed number of queries.
    """
    items = list(
        application.items.select_related("content__plan").prefetch_related("content__plan__policies")
    )
    checks = {
        key_of(c.item_id, c.kind, c.policy_id): c for c in application.checks.select_related("checked_by")
    }
    found = [*_papers(application, items, on), *_findings(application, items, on)]
    lines = {line.key: line for line in (Line(item, finding, None) for item, finding in found)}
    whole = [line for line in lines.values() if line.item is None]
    rest = [line for line in lines.values() if line.item is not None]
    return [Line(line.item, line.finding, checks.get(line.key)) for line in (*whole, *rest)]


def unanswered(lines: Iterable[Line]) -> list[Line]:
    """Lines nobody has answered."""
    return [line for line in lines if line.check is None]


def against(lines: Iterable[Line]) -> list[Line]:
    """Lines found not met that speak against the support."""
    return [line for line in lines if line.is_against]


def checks_stamp(application: Application) -> str:
    """The stamp of what has been found so far; ask afresh under the lock."""
    rows = application.checks.order_by("pk").values_list("pk", "result", "evidence", "checked_at")
    return stamp(part for row in rows for part in row)


def missing_papers(papers: Iterable[RequiredPaper], application: Application) -> list[RequiredPaper]:
    """Required papers no file stands for."""
    held = set(application.attachments.filter(paper__isnull=False).values_list("paper_id", flat=True))
    return [paper for paper in papers if paper.is_required and paper.pk not in held]


def _findings(
    application: Application, items: list[RequestedItem], on: dt.date
) -> Iterator[tuple[RequestedItem | None, Finding]]:
    applicant = facts_of(application.enterprise, on)
    used = standing_supports(application.enterprise.family, {item.content.kin for item in items})
    for item in items:
        earlier = used.get(item.content.kin)
        if earlier is not None and earlier.item_id == item.pk:
            earlier = None  # this very application's
        for finding in assess(item.content, applicant, used=earlier):
            yield (None if finding.kind in OF_THE_ENTERPRISE else item), finding


def _papers(
    application: Application, items: list[RequestedItem], on: dt.date
) -> Iterator[tuple[RequestedItem | None, Finding]]:
    """One line on the papers, where any are laid down."""
    papers = papers_for(application.plan, [item.content_id for item in items], on)
    if not papers:
        return
    missing = missing_papers(papers, application)
    if missing:
        names = "; ".join(paper.name for paper in missing)
        verdict, reason = Verdict.BLOCKS, _("No file yet for: %(names)s.") % {"names": names}
    else:
        verdict, reason = (
            Verdict.MET,
            _("There is a file for every required paper; whether they are right, a person sees."),
        )
    bases = dict.fromkeys(paper.legal_basis for paper in papers if paper.legal_basis)
    yield (
        None,
        Finding(kind=CheckKind.PAPERS, verdict=verdict, reason=reason, clause="; ".join(bases), lines=""),
    )
