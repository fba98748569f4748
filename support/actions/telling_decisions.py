"""Who is told about appraisal, proposal and decision, and in which words.

The applicant hears only that it is decided; what was scored and proposed stays inside.
"""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from journal.models import Entry
from outbox.actions import notify
from support.models import Application, Appraiser
from support.queries.audience import applicant_people, desk_people, leading_people
from support.states import ApplicationState


def tell_invited(appraiser: Appraiser) -> int:
    """Tell an appraiser that they are asked; how many were told."""
    application = appraiser.application
    with translation.override("vi"):
        return _tell(
            [appraiser.user],
            application,
            kind="appraiser",
            key=f"appraiser:{appraiser.pk}",
            title=_("You are asked to appraise %(application)s") % {"application": application},
            body=_("Declare first whether you have a conflict of interest."),
        )


def tell_proposed(application: Application) -> int:
    """Tell the leaders that a proposal waits for them."""
    with translation.override("vi"):
        return _tell(
            leading_people(application),
            application,
            kind="proposed",
            key=f"proposed:{application.pk}:{_round(application, 'propose')}",
            title=_("%(application)s waits for a decision") % {"application": application},
            body=_("The specialist has proposed what to decide about each content."),
        )


def tell_reconsidered(application: Application, reason: str) -> int:
    """Tell whoever handles the application that the leader wants it looked at again."""
    with translation.override("vi"):
        return _tell(
            desk_people(application),
            application,
            kind="reconsidered",
            key=f"reconsidered:{application.pk}:{_round(application, 'reconsider')}",
            title=_("%(application)s is to be looked at again") % {"application": application},
            body=reason,
        )


def tell_decided(application: Application) -> int:
    """Tell the enterprise's people that it is decided, and where to read it."""
    is_granted = application.state == ApplicationState.GRANTED
    with translation.override("vi"):
        title = (
            _("%(application)s: support is granted")
            if is_granted
            else _("%(application)s: support is refused")
        )
        return _tell(
            applicant_people(application),
            application,
            kind="decided",
            key=f"decided:{application.pk}",
            title=title % {"application": application},
            body=_("Open the application to read what was decided about each content, and why."),
        )


def _tell(
    people: Iterable[User], application: Application, *, kind: str, key: str, title: str, body: str
) -> int:
    return notify(
        people,
        kind=kind,
        key=key,
        title=title,
        body=body,
        url=application.get_absolute_url(),
        about=str(application.enterprise),
        province=application.plan.province,
    )


def _round(application: Application, step: str) -> int:
    """How often the step was taken, so that each time is told once."""
    return Entry.objects.filter(
        record_type=application._meta.label_lower, record_id=application.pk, action=step
    ).count()
