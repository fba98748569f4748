"""Enterprises that several units claim for the same content in one period, and what DOST decided about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from reporting.models import (
    ClaimRuling,
    DoubleClaim,
    EvidenceFile,
    ReportingPeriod,
    Submission,
    SupportedEnterprise,
)

FORM = "figure__line__submission"
Key = tuple[int, str]  # enterprise, folded content


@dataclass(frozen=True)
class Claim:
    """One enterprise and content in the forms of several units. ``supports`` are in the order the forms were filed."""

    supports: tuple[SupportedEnterprise, ...]
    decision: DoubleClaim | None = None

    @property
    def pk(self) -> int:
        """Names the claim in addresses: the record of it that was entered first."""
        return min(support.pk for support in self.supports)

    @property
    def enterprise(self) -> object:
        """The enterprise claimed."""
        return self.supports[0].enterprise

    @property
    def content(self) -> str:
        """The content as the first of them wrote it."""
        return self.supports[0].content

    @property
    def submissions(self) -> tuple[Submission, ...]:
        """The forms it stands in, each once."""
        return tuple(dict.fromkeys(support.figure.line.submission for support in self.supports))

    @property
    def is_decided(self) -> bool:
        """Whether DOST has ruled, and the record it kept is still there."""
        if self.decision is None:
            return False
        return self.decision.ruling == ClaimRuling.BOTH or self.kept is not None

    @property
    def kept(self) -> SupportedEnterprise | None:
        """The record that counts by DOST's ruling."""
        kept = self.decision.kept_id if self.decision else None
        return next((support for support in self.supports if support.pk == kept), None)

    @property
    def seen(self) -> str:
        """Names the decision a reader sees, so that two who decide at once are told."""
        return self.decision.decided_at.isoformat() if self.decision else ""

    def others_of(self, submission: Submission) -> tuple[Submission, ...]:
        """The forms of the other units."""
        return tuple(each for each in self.submissions if each.pk != submission.pk)


def double_claims(period: ReportingPeriod, submission: Submission | None = None) -> list[Claim]:
    """The double claims of ``period`` (those of ``submission`` only), by name of the enterprise; three queries.

    Forms count as soon as something is entered: units shall know before they file.
    """
    rows = claimed_twice(period)
    if submission is not None:
        ours = SupportedEnterprise.objects.filter(
            figure__line__submission=submission,
            enterprise=OuterRef("enterprise"),
            content_folded=OuterRef("content_folded"),
        )
        rows = rows.filter(Exists(ours))
    found: dict[Key, list[SupportedEnterprise]] = {}
    for support in rows:
        found.setdefault((support.enterprise_id, support.content_folded), []).append(support)
    decided = decisions_of([period.pk]) if found else {}
    return [Claim(tuple(supports), decided.get((period.pk, *key))) for key, supports in found.items()]


def claimed_twice(period: ReportingPeriod) -> QuerySet[SupportedEnterprise]:
    """The records of ``period`` whose enterprise and content stand in another unit's form, too."""
    others = SupportedEnterprise.objects.filter(
        ~Q(figure__line__submission=OuterRef("figure__line__submission")),
        figure__line__submission__period=period,
        enterprise=OuterRef("enterprise"),
        content_folded=OuterRef("content_folded"),
    )
    return (
        SupportedEnterprise.objects.filter(Exists(others), figure__line__submission__period=period)
        .select_related(
            "enterprise__province",
            "figure__target",
            "figure__line__task",
            "figure__line__national_group",
            "figure__line__submission__organisation",
        )
        .order_by(
            "enterprise__order",
            "enterprise_id",
            "content_folded",
            Coalesce(f"{FORM}__first_filed_at", f"{FORM}__certified_at").asc(nulls_last=True),
            "pk",
        )
    )


def decisions_of(periods: Iterable[int]) -> dict[tuple[int, int, str], DoubleClaim]:
    """(period, enterprise, folded content) → what DOST decided."""
    rows = DoubleClaim.objects.filter(period__in=periods).select_related("decided_by")
    return {(row.period_id, row.enterprise_id, row.content_folded): row for row in rows}


def attach_evidence(claims: Iterable[Claim]) -> None:
    """Put on each record of ``claims`` the files that prove its figure (``proofs``); one query."""
    supports = [support for claim in claims for support in claim.supports]
    found: dict[int, list[EvidenceFile]] = {}
    if supports:
        for file in EvidenceFile.objects.filter(figure__in={s.figure_id for s in supports}).order_by("pk"):
            found.setdefault(file.figure_id or 0, []).append(file)
    for support in supports:
        support.proofs = found.get(support.figure_id, [])  # type: ignore[attr-defined] # for the page only
