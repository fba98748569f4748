"""What people hear of requests to supplement."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.templatetags.formats import vn_date
from outbox.actions import notify
from outbox.documents import LANGUAGE
from support.models import Application, SupplementRequest
from support.queries.audience import applicant_people, desk_people

KIND = "supplement"


def prefix_of(request: SupplementRequest) -> str:
    """How the keys of what presses the enterprise begin."""
    return f"{KIND}:{request.pk}:pressing:"


def pressing_key(request: SupplementRequest, step: int | str) -> str:
    """The key of one of them: "asked", or the working days before the day."""
    return f"{prefix_of(request)}{step}"


def tell_asked(application: Application, request: SupplementRequest) -> int:
    """Tell the enterprise what is missing and until when."""
    with translation.override(LANGUAGE):
        points = "\n".join(f"– {point.text}" for point in request.points.all())
        title = _("To be supplied by %(day)s: application %(code)s")
        facts = {"day": vn_date(request.due_on), "code": application.code}
        body = f"{request.reason}\n{points}"
        return _tell_applicant(application, request, "asked", title % facts, body, due_on=request.due_on)


def tell_warning(application: Application, request: SupplementRequest, rung: int, left: int) -> int:
    """Warn the enterprise, once per rung, that the application will be closed without an answer."""
    with translation.override(LANGUAGE):
        title = ngettext(
            "%(left)d working day left to supply application %(code)s",
            "%(left)d working days left to supply application %(code)s",
            left,
        ) % {"left": left, "code": application.code}
        body = _(
            "What DOST asked for is due on %(day)s. Without an answer the application is closed after that day."
        )
        body = body % {"day": vn_date(request.due_on)}
        return _tell_applicant(application, request, str(rung), title, body, due_on=request.due_on)


def tell_expired(application: Application, request: SupplementRequest) -> int:
    """Tell both sides that nothing came in time."""
    with translation.override(LANGUAGE):
        facts = {"code": application.code, "day": vn_date(request.due_on)}
        title = _("Closed because nothing was supplied: application %(code)s") % facts
        body = (
            _("The answer was due on %(day)s. You may apply again; this application can be copied.") % facts
        )
        told = _tell(application, request, "expired", title, body, applicant_people(application))
        body = _("The answer was due on %(day)s.") % facts
        return told + _tell(application, request, "expired_desk", title, body, desk_people(application))


def tell_taken_back(application: Application, request: SupplementRequest) -> int:
    """Tell the enterprise that nothing has to be supplied any more."""
    with translation.override(LANGUAGE):
        title = _("Nothing to supply any more: application %(code)s") % {"code": application.code}
        people = applicant_people(application)
        return _tell(application, request, "taken_back", title, request.close_reason, people)


def tell_answered(application: Application, request: SupplementRequest, *, by: User) -> int:
    """Tell the office that the answer is there, and the colleagues of whoever sent it."""
    with translation.override(LANGUAGE):
        facts = {"code": application.code, "enterprise": application.enterprise.name, "round": request.round}
        title = _("%(enterprise)s has answered: application %(code)s, round %(round)s") % facts
        told = _tell(application, request, "answered", title, request.answer, desk_people(application))
        colleagues = [user for user in applicant_people(application) if user != by]
        return told + _tell(application, request, "answered_self", title, "", colleagues)


def _tell_applicant(
    application: Application, request: SupplementRequest, step: str, title: str, body: str, *, due_on: dt.date
) -> int:
    return notify(
        applicant_people(application),
        kind=KIND,
        key=pressing_key(request, step),
        title=title,
        body=body,
        url=application.get_absolute_url(),
        about=str(application),
        province=application.plan.province,
        due_on=due_on,
    )


def _tell(  # noqa: PLR0917 - whom, of what, in which words: read in this order
    application: Application, request: SupplementRequest, step: str, title: str, body: str, people: list[User]
) -> int:
    return notify(
        people,
        kind=KIND,
        key=f"{KIND}:{request.pk}:{step}",
        title=title,
        body=body,
        url=application.get_absolute_url(),
        about=str(application),
        province=application.plan.province,
    )
