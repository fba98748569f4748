"""Opinions asked of departments: whose, which wait, whom one might ask."""

import datetime as dt

from django.db.models import QuerySet

from accounts.models import User
from organisations.models import Organisation
from organisations.queries import organisations_of, unit_ids_of
from programmes.models import TaskRole
from support.models import Application, OpinionRequest
from support.queries.stamps import stamp
from support.states import OPEN


def opinions_of(application: Application) -> QuerySet[OpinionRequest]:
    """Every request about ``application`` with its unit, people and files, in the order asked; two queries."""
    related = ("organisation", "asked_by", "answered_by", "closed_by")
    return application.opinion_requests.select_related(*related).prefetch_related("attachments")


def opinions_seen_by(user: User, application: Application) -> QuerySet[OpinionRequest]:
    """What ``user`` sees of them: the office everything, an asked unit what it was asked itself."""
    found = opinions_of(application)
    if user.has_perm("support.view_handling", application):
        return found
    return found.filter(organisation_id__in=unit_ids_of(user))


def waiting_opinions(application: Application) -> QuerySet[OpinionRequest]:
    """Requests about ``application`` DOST has not closed."""
    return application.opinion_requests.filter(closed_at__isnull=True)


def unanswered_opinions() -> QuerySet[OpinionRequest]:
    """Every request a department is still waited for, the most pressing first."""
    return OpinionRequest.objects.filter(
        answered_at__isnull=True, closed_at__isnull=True, application__state__in=sorted(OPEN)
    ).order_by("due_on", "pk")


def opinion_stamp(request: OpinionRequest) -> str:
    """The stamp of the opinion as it stands."""
    return stamp([request.stance, request.answer, request.answered_at])


def units_to_ask(application: Application, on: dt.date) -> tuple[list[Organisation], list[Organisation]]:
    """Units of the province one may ask on ``on``: those the tasks of the contents name, then the others. Two queries.

    Communes and DOST itself are left out.
    """
    if application.plan.province is None:
        return [], []
    units = organisations_of(application.plan.province).on(on).exclude(standard="DOST").order_by("name")
    named = TaskRole.objects.filter(
        task__contents__requested_items__application=application, organisation__isnull=False
    )
    partners = set(named.values_list("organisation_id", flat=True))
    found = list(units)
    return [u for u in found if u.pk in partners], [u for u in found if u.pk not in partners]
