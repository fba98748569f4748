"""What a draft still needs before it can be handed in, and what would help whoever decides."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.models import PolicyKind
from support.models import Application, RequestedItem
from support.queries.eligibility import closed_because
from support.queries.papers import papers_for


@dataclass(frozen=True)
class Lack:
    """One thing left to do: ``about`` names the field, ``message`` says what to do, ``where`` is its address.

    ``blocks``: the application cannot be handed in without it; else it is only advised.
    """

    about: str
    message: str
    where: str
    blocks: bool = True


def lacking(application: Application, on: dt.date) -> list[Lack]:
    """Everything left to do, in the order of the page. At most four queries, however many contents and files."""
    items = list(application.items.select_related("content__plan"))
    edit = reverse("support:application_edit", args=[application.pk])
    return [
        *_of_contents(items, edit, on),
        *_of_purpose(application, edit),
        *_of_contact(application, edit),
        *_of_papers(application, items, on),
        *_of_enterprise(application),
    ]


def blocking(lacks: list[Lack]) -> list[Lack]:
    """Those without which nothing can be handed in."""
    return [lack for lack in lacks if lack.blocks]


def _of_contents(items: list[RequestedItem], edit: str, on: dt.date) -> Iterator[Lack]:
    if not items:
        yield Lack(_("Contents"), _("Choose at least one content."), f"{edit}#contents")
    for item in items:
        place, name = f"{edit}#id_item-{item.pk}", item.content.short
        closed = closed_because(item.content, on)
        if closed:
            yield Lack(
                name, _("%(why)s Remove it from the draft.") % {"why": closed}, f"{edit}#item-{item.pk}"
            )
        if not item.wish:
            yield Lack(name, _("Say what exactly is asked for."), f"{place}-wish")
        if item.cost is None:
            yield Lack(name, _("State the expected cost if you know it."), f"{place}-cost", blocks=False)
        if item.cost is not None and item.own_funds is not None and item.own_funds > item.cost:
            yield Lack(name, _("Your own funds are larger than the cost. Check both."), f"{place}-own_funds")


def _of_purpose(application: Application, edit: str) -> Iterator[Lack]:
    if not application.situation:
        yield Lack(
            _("Where the enterprise stands today"),
            _("Describe it in a few sentences."),
            f"{edit}#id_head-situation",
        )
    if not application.purpose:
        yield Lack(
            _("What the support is for"), _("Say what shall be better afterwards."), f"{edit}#id_head-purpose"
        )


def _of_contact(application: Application, edit: str) -> Iterator[Lack]:
    if not application.contact_name:
        yield Lack(_("Contact"), _("Name somebody DOST can ask."), f"{edit}#id_head-contact_name")
    if not application.contact_phone:
        yield Lack(
            _("Telephone of the contact"), _("Give a number DOST can call."), f"{edit}#id_head-contact_phone"
        )


def _of_papers(application: Application, items: list[RequestedItem], on: dt.date) -> Iterator[Lack]:
    there = set(application.attachments.values_list("paper_id", flat=True))
    page = reverse("support:attachment_add", args=[application.pk])
    for paper in papers_for(application.plan, [item.content_id for item in items], on):
        if paper.is_required and paper.pk not in there:
            yield Lack(paper.name, _("Attach this paper."), f"{page}#paper-{paper.pk}")


def _of_enterprise(application: Application) -> Iterator[Lack]:
    enterprise = application.enterprise
    profile = enterprise.get_absolute_url()
    if not enterprise.tax_code:
        yield Lack(
            _("Tax code"),
            _("Without a tax code nothing can be granted. Enter it in your enterprise's page."),
            profile,
        )
    excludes = any(p.kind == PolicyKind.FOREIGN_EXCLUDED for p in application.plan.policies.all())
    if excludes and enterprise.is_foreign_invested is None:
        yield Lack(
            _("Foreign investment"),
            _(
                "The plan asks whether the enterprise is foreign-invested. Declare it in your enterprise's page."
            ),
            profile,
        )
