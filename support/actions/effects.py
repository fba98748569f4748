"""What the enterprise says came of a support, year by year, and the yearly request to say it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from support.actions.holding import held, permit, stands_in
from support.actions.support_news import tell_dost, tell_enterprise
from support.models import EffectReport, Support
from support.states import SupportState

FOLLOWED = (SupportState.ACCEPTED, SupportState.CLOSED)
ASK_WITHIN = 30  # days after the anniversary of the acceptance; the duty may sleep that long and still ask
MOST_YEARS = 15  # no plan runs longer


@transaction.atomic
def declare_effect(
    support: Support,
    *,
    year: int,
    text: str,
    gain: Decimal | None,
    is_still_certified: bool | None,
    by: User,
    on: dt.date,
) -> EffectReport:
    """Say what came of the support in ``year``; said again for the same year it is put right, and the journal keeps both.

    ``gain`` in percent of productivity, None: not measured. Raises RuleBroken: not accepted yet, a year before the
    acceptance or to come, not permitted.
    """
    row = held(support)
    permit(by, "support.declare_effect", row)
    stands_in(row, *FOLLOWED)
    first = row.accepted_on.year if row.accepted_on else on.year
    if not first <= year <= on.year:
        raise RuleBroken(
            {"year": _("Choose a year from %(first)s to %(last)s.") % {"first": first, "last": on.year}}
        )
    said = row.effects.filter(year=year).first()
    was: dict[str, Any] = {"was": said.text, "was_gain": said.gain} if said else {}
    effect = said or EffectReport(support=row, year=year)
    effect.text, effect.gain, effect.is_still_certified = text, gain, is_still_certified
    effect.declared_at, effect.declared_by = timezone.now(), by
    effect.save()
    entry = note_down(row, "declare_effect", by=by, note=text, year=year, gain=gain, **was)
    tell_dost(
        row,
        f"effect-{entry.pk}",
        gettext_lazy("%(enterprise)s declared the effect of its support in %(year)s"),
        enterprise=row.enterprise.name,
        year=year,
    )
    return effect


def ask_for_effects(on: dt.date) -> int:
    """Ask each enterprise once a year, from the anniversary of the acceptance, until its plan ends; returns how many.

    The year asked about is that of the anniversary, also where the asking comes after New Year. Bears being called often:
    who was asked, or has said it already, is not asked again.
    """
    asked = 0
    for support in effects_due(on):
        asked += tell_enterprise(
            support,
            f"effect-{support.year_asked}",  # type: ignore[attr-defined] # annotated there
            gettext_lazy("Tell what came of your support in %(year)s"),
            gettext_lazy(
                "Once a year, in a few sentences: what changed, by how much, and whether it still holds."
            ),
            year=support.year_asked,  # type: ignore[attr-defined]
        )
    return asked


def effects_due(on: dt.date) -> QuerySet[Support]:
    """Supports accepted one or more whole years before the last weeks, whose effect is not declared yet.

    ``year_asked``: the year the anniversary falls into.
    """
    anniversaries = Q()
    for years in range(1, MOST_YEARS + 1):
        last = _years_before(on, years)
        anniversaries |= Q(accepted_on__gt=last - dt.timedelta(ASK_WITHIN), accepted_on__lte=last)
    is_past = Q(accepted_on__month__lt=on.month) | Q(
        accepted_on__month=on.month, accepted_on__day__lte=on.day
    )
    year = Case(When(is_past, then=on.year), default=on.year - 1, output_field=IntegerField())
    declared = EffectReport.objects.filter(support=OuterRef("pk"), year=OuterRef("year_asked"))
    return (
        Support.objects.filter(anniversaries, state__in=FOLLOWED)
        .annotate(year_asked=year)
        .filter(content__plan__year_to__gte=F("year_asked"))
        .exclude(Exists(declared))
        .select_related("enterprise", "content__plan__province", "item__application__plan")
        .order_by("pk")
    )


def _years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
