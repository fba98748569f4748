"""What people hear of needs: DOST of new ones, the organisation of what became of its own, the enterprise of a draft."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from enterprises.queries.people import people_of_enterprises
from organisations.models import Role
from organisations.queries import UNIT_ROLES, dost_people_of, people_of
from outbox.actions import notify
from outbox.documents import LANGUAGE
from support.models import Need

KIND = "need"


def sender_people(need: Need) -> list[User]:
    """Who acts for the organisation that sent it."""
    return people_of([need.organisation_id], UNIT_ROLES)[need.organisation_id]


def desk_people_of(need: Need) -> list[User]:
    """Whoever took it up, else the specialists of the DOST that answers for the plan, else its leaders."""
    province = need.plan.province_id
    specialists = dost_people_of([province], [Role.SPECIALIST])[province]
    leaders = dost_people_of([province], [Role.LEADER])[province]
    clerk = [user for user in (*specialists, *leaders) if user.pk == need.handled_by_id]
    return clerk or specialists or leaders


def tell_desk(need: Need, what: str) -> None:
    """Tell DOST that a need was sent, or is open again because the enterprise threw its draft away."""
    with translation.override(LANGUAGE):
        title = {
            "sent": _("%(organisation)s sends a need of %(enterprise)s"),
            "fallen_back": _("%(enterprise)s threw away the draft begun from a need; the need is open again"),
        }[what]
        _notify(need, desk_people_of(need), what, title)


def tell_sender(need: Need, what: str) -> None:
    """Tell the organisation what became of the need it sent."""
    with translation.override(LANGUAGE):
        title = {
            "taken_up": _("The department is looking at the need of %(enterprise)s"),
            "answered": _("The department answered about the need of %(enterprise)s"),
            "applied": _("The need of %(enterprise)s became a draft of an application"),
        }[what]
        _notify(need, sender_people(need), what, title, body=need.answer if what == "answered" else "")


def tell_enterprise(need: Need) -> None:
    """Tell the enterprise's people that a draft waits for them."""
    people = people_of_enterprises([need.enterprise_id])[need.enterprise_id]
    with translation.override(LANGUAGE):
        title = _("A draft of an application was begun for %(enterprise)s")
        url = reverse("support:application_edit", args=[need.application_id])
        _notify(need, people, "draft", title, body=need.text, url=url)


def _notify(need: Need, people: list[User], what: str, title: str, *, body: str = "", url: str = "") -> None:
    facts = {"organisation": need.organisation.name, "enterprise": need.enterprise.name}
    notify(
        people,
        kind=KIND,
        key=f"{KIND}:{need.pk}:{what}:{need.application_id or ''}",
        title=title % facts,
        body=body or need.text,
        url=url or need.get_absolute_url(),
        about=str(need.plan),
        province=need.plan.province,
    )
