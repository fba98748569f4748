"""Tell the other side of a step: the unit's people, or DOST's specialists."""

from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.models import Membership, Organisation, Role
from organisations.queries import DOST_ROLES, UNIT_ROLES
from outbox.actions import notify
from reporting.models import Submission

UNIT_IS_TOLD = {
    "send_back": _("DOST sent back the form of %(unit)s, %(period)s"),
    "decline": _("The leader gave back the form of %(unit)s, %(period)s"),
    "accept": _("DOST accepted the form of %(unit)s, %(period)s"),
    "unlock": _("DOST opened the accepted form of %(unit)s again, %(period)s"),
    "unlock_entry": _("DOST opened entry again for %(unit)s, %(period)s"),
    "relock": _("The form of %(unit)s counts again as it was accepted, %(period)s"),
}
LEADER_IS_TOLD = {"hand_in": _("The form of %(unit)s waits for you to certify, %(period)s")}
DOST_IS_TOLD = {
    "certify": _("%(unit)s submitted its form, %(period)s"),
    "withdraw": _("%(unit)s took its form back, %(period)s"),
    "unlock_ended": _("%(unit)s changed the form opened again and has not submitted it, %(period)s"),
}


def tell_unit(row: Submission, step: str, words: str = "") -> None:
    """Tell everybody who works on the unit's form; once per round, step and edition."""
    _tell(_people(row.organisation_id, UNIT_ROLES), row, step, UNIT_IS_TOLD[step], words)


def tell_leader(row: Submission, step: str, words: str = "") -> None:
    """Tell the unit's leaders that something waits for them."""
    _tell(_people(row.organisation_id, [Role.UNIT_LEADER]), row, step, LEADER_IS_TOLD[step], words)


def tell_dost(row: Submission, step: str, words: str = "") -> None:
    """Tell the specialists and leaders of the province's DOST."""
    _tell(_dost_people(row), row, step, DOST_IS_TOLD[step], words)


def _tell(users: Iterable[User], row: Submission, step: str, title: Promise, words: str) -> None:
    with translation.override("vi"):
        period = f"{row.period.plan}, {row.period.name}"
        notify(
            users,
            kind=f"step_{step}",
            key=f"step:{row.pk}:{row.round}:{step}:{row.edition}",
            title=str(title) % {"unit": row.organisation, "period": row.period.name},
            body=words,
            url=row.get_absolute_url(),
            about=period,
            province=row.period.plan.province,
            due_on=row.unlocked_until,
        )


def _people(organisation_id: int, roles: Iterable[Role]) -> list[User]:
    held = Membership.objects.on(timezone.localdate()).filter(organisation_id=organisation_id, role__in=roles)
    return [m.user for m in held.select_related("user") if m.user.is_active]


def _dost_people(row: Submission) -> list[User]:
    dost = Organisation.objects.filter(province=row.period.plan.province_id, standard="DOST")
    return [user for organisation in dost for user in _people(organisation.pk, DOST_ROLES)]
