"""What the letter to the enterprise is written from: whose paper, which application, what was decided about each content."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from organisations.models import Organisation
from papers.letter import Stationery, usual_stationery
from programmes.models import LegalDocument
from programmes.queries.roles import provinces_on
from support.models import Application, RequestedItem, SupportLevel, Verdict
from support.queries.amounts import ceilings_of
from support.queries.procedures import procedure_of


@dataclass(frozen=True)
class Decided:
    """One content: verbatim, and what is decided about it. Money in đồng; ``clause`` verbatim, "" without one.

    ``level`` is the row the amount comes from; None where none is entered, then ``reason`` is the basis of the amount.
    """

    content: str
    is_granted: bool
    recognised: int | None
    amount: int
    level: SupportLevel | None
    reason: str
    clause: str


@dataclass(frozen=True)
class DecisionFacts:
    """Everything the letter says. ``tax_code`` is "" for a household, whose code is its owner's personal number."""

    paper: Stationery
    agency: str
    enterprise: str
    tax_code: str
    address: str
    code: str
    submitted_on: dt.date
    plan: LegalDocument
    council_on: dt.date | None
    decided: tuple[Decided, ...]

    @property
    def granted(self) -> tuple[Decided, ...]:
        """The contents granted."""
        return tuple(one for one in self.decided if one.is_granted)

    @property
    def refused(self) -> tuple[Decided, ...]:
        """The contents refused."""
        return tuple(one for one in self.decided if not one.is_granted)


def decision_facts(application: Application, on: dt.date) -> DecisionFacts:
    """The facts of the letter if ``on`` were the day of the decision, from the verdicts proposed or decided."""
    enterprise = application.enterprise
    agency, paper = stationery_of(application, on)
    items = list(application.items.select_related("content", "clause"))
    submitted = application.submitted_at or timezone.now()
    decision = getattr(application, "decision", None)
    return DecisionFacts(
        paper=paper,
        agency=agency,
        enterprise=enterprise.name,
        tax_code="" if enterprise.is_household else enterprise.tax_code,
        address=enterprise.address,
        code=application.code,
        submitted_on=timezone.localdate(submitted),
        plan=application.plan.document,
        council_on=decision.council_on if decision else None,
        decided=_decided(application, items, on),
    )


def stationery_of(application: Application, on: dt.date) -> tuple[str, Stationery]:
    """The DOST's name and its paper on ``on``: what the plan's procedure says, else as such papers usually are."""
    place = provinces_on(application.plan.province, on)[0]
    agency = Organisation.objects.on(on).filter(province=place, standard="DOST").order_by("pk").first()
    name = agency.name if agency else ""
    usual = usual_stationery(place.full_name, place.name, name)
    procedure = procedure_of(application.plan, on)
    is_demo = application.is_demo or bool(procedure and procedure.is_demo)
    return name, Stationery(
        issuer=(procedure and procedure.issuer) or usual.issuer,
        symbol=(procedure and procedure.symbol) or usual.symbol,
        place=usual.place,
        superior=(procedure and procedure.superior) or usual.superior,
        position=(procedure and procedure.position) or usual.position,
        signer=procedure.signer if procedure else "",
        signing_form=procedure.signing_form if procedure else "",
        is_demo=is_demo,
    )


def _decided(application: Application, items: Sequence[RequestedItem], on: dt.date) -> tuple[Decided, ...]:
    costs = {item.pk: item.recognised for item in items}
    ceilings = ceilings_of(items, application.enterprise, on, costs)
    return tuple(
        Decided(
            content=item.content.text,
            is_granted=item.verdict == Verdict.GRANTED,
            recognised=item.recognised,
            amount=item.amount or 0,
            level=ceilings[item.pk].level,
            reason=item.reason,
            clause=item.clause.text if item.clause else "",
        )
        for item in items
    )
