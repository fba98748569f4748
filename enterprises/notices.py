"""What people are told about who acts for an enterprise."""

import datetime as dt

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from enterprises.models import Enterprise, EnterpriseMembership, JoinRequest
from enterprises.queries.people import people_of_enterprises
from enterprises.states import JoinState
from organisations.queries import dost_people_of
from outbox.actions import notify
from outbox.documents import LANGUAGE


def answerers(enterprise: Enterprise) -> list[User]:
    """Who is asked about a request: the managers of the enterprise; without any, its province's DOST."""
    managers = people_of_enterprises([enterprise.pk], managers_only=True)[enterprise.pk]
    return managers or dost_people_of([enterprise.province_id])[enterprise.province_id]


def tell_asked(request: JoinRequest) -> int:
    """Tell those who can answer; how many were told."""
    with translation.override(LANGUAGE):
        return notify(
            answerers(request.enterprise),
            kind="join_asked",
            key=f"join:{request.pk}:asked",
            title=_("%(person)s asks to act for %(enterprise)s")
            % {"person": request.user, "enterprise": request.enterprise},
            body=request.message,
            url=reverse("enterprises:join_answer", args=[request.pk]),
            about=str(request.enterprise),
            province=request.enterprise.province,
        )


def tell_answer(request: JoinRequest) -> int:
    """Tell whoever asked what was answered and why."""
    with translation.override(LANGUAGE):
        told = (
            _("You now act for %(enterprise)s")
            if request.state == JoinState.ACCEPTED
            else _("Your request to act for %(enterprise)s was declined")
        )
        return notify(
            [request.user],
            kind="join_answered",
            key=f"join:{request.pk}:answered",
            title=told % {"enterprise": request.enterprise},
            body=request.answer,
            url=reverse("enterprises:own_list"),
            about=str(request.enterprise),
            province=request.enterprise.province,
        )


def tell_person(
    user: User,
    enterprise: Enterprise,
    told: str | Promise,
    *,
    about: EnterpriseMembership,
    moment: dt.datetime,
    body: str = "",
) -> int:
    """Tell a person what changed for them; ``told`` has a place for the name of the enterprise."""
    with translation.override(LANGUAGE):
        return notify(
            [user],
            kind="enterprise_people",
            key=f"enterprise-person:{about.pk}:{moment.isoformat()}",
            title=str(told) % enterprise.name,
            body=body,
            url=reverse("enterprises:own_list"),
            about=str(enterprise),
            province=enterprise.province,
        )
