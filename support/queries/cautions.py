"""What an enterprise should know before it fills in an application: clauses, earlier supports, quotas."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from common.formatting import number
from enterprises.models import Enterprise
from programmes.models import PlanPolicy
from support.models import Application, CheckKind, RequestedItem, SupportContent
from support.queries.eligibility import Finding, Verdict, assess, closed_because, facts_of
from support.queries.once import standing_supports
from support.queries.quota import Quota, quotas_of
from support.states import OPEN

NEARLY = 0.9  # of a quota


@dataclass(frozen=True)
class Caution:
    """One thing to know: ``text`` a sentence, ``clause`` of the plan verbatim, ``lines`` of its source.

    ``is_grave``: it speaks against the support, though only DOST decides.
    """

    text: str
    clause: str = ""
    lines: str = ""
    is_grave: bool = False


def with_policies() -> Prefetch:
    """What a list of contents has to have prefetched for `cautions_of`."""
    return Prefetch("plan__policies", PlanPolicy.objects.order_by("position"))


def cautions_of(
    contents: Iterable[SupportContent],
    enterprise: Enterprise,
    on: dt.date,
    *,
    besides: Application | None = None,
) -> dict[int, list[Caution]]:
    """By id of each content, what ``enterprise`` should know on ``on``; ``besides`` this application of its own."""
    wanted = list(contents)
    facts = facts_of(enterprise, on)
    used = standing_supports(enterprise.family, [content.kin for content in wanted])
    elsewhere = _open_elsewhere(wanted, enterprise, besides)
    quotas = quotas_of(wanted, on.year)
    found: dict[int, list[Caution]] = {}
    for content in wanted:
        told = [_of_clause(f) for f in assess(content, facts, used=used.get(content.kin)) if _speaks(f)]
        closed = closed_because(content, on)
        if closed:
            told.insert(0, Caution(closed, is_grave=True))
        told += [
            Caution(_("The same content is asked for in the open application %(code)s.") % {"code": code})
            for code in elsewhere[content.kin]
        ]
        told += _of_quota(quotas[content.pk], enterprise)
        found[content.pk] = told
    return found


def _speaks(finding: Finding) -> bool:
    """What the applicant has to know; conditions that only DOST can check are read in the catalogue."""
    if finding.verdict in {Verdict.BLOCKS, Verdict.WARNS}:
        return finding.kind != CheckKind.HIGHEST
    return finding.verdict == Verdict.ASK and finding.kind in {
        CheckKind.WHOM,
        CheckKind.FOREIGN,
        CheckKind.ONCE,
    }


def _of_clause(finding: Finding) -> Caution:
    return Caution(finding.reason, finding.clause, finding.lines, is_grave=finding.verdict == Verdict.BLOCKS)


def _open_elsewhere(
    contents: list[SupportContent], enterprise: Enterprise, besides: Application | None
) -> dict[str, list[str]]:
    """By kin, the codes of open applications of the family that ask for it."""
    found: dict[str, list[str]] = defaultdict(list)
    if not enterprise.family:
        return found
    items = RequestedItem.objects.filter(
        application__enterprise__family=enterprise.family,
        application__state__in=OPEN,
        content__kin__in={content.kin for content in contents},
    ).exclude(application=besides)
    # as the index of families says: without it all enterprises are read
    items = items.exclude(application__enterprise__tax_code="")
    for kin, code in items.values_list("content__kin", "application__code").order_by("application_id"):
        found[kin].append(code)
    return found


def _of_quota(quota: Quota | None, enterprise: Enterprise) -> list[Caution]:
    if quota is None or not quota.takes(enterprise.family):
        return []
    facts = {"used": number(quota.used), "of": number(quota.of), "year": quota.year}
    if not quota.fits(enterprise.family):
        return [
            Caution(
                _("The target of %(year)s is used up: %(used)s of %(of)s. DOST may still decide otherwise.")
                % facts
            )
        ]
    if quota.used >= float(quota.of) * NEARLY:
        return [Caution(_("The target of %(year)s is nearly used up: %(used)s of %(of)s.") % facts)]
    return []
