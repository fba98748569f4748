"""Tell the other side of a step: the unit's people, or DOST's specialists."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from journal.models import Entry
from organisations.models import Role
from organisations.queries import UNIT_ROLES
from organisations.queries.people import dost_people_of, people_of
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


def tell_unit(row: Submission, step: str, words: str = "", *, by: User | None) -> None:
    """Tell everybody who works on the unit's form, but not ``by``; once for each time it is taken."""
    people = people_of([row.organisation_id], UNIT_ROLES)[row.organisation_id]
    _tell(people, row, step, UNIT_IS_TOLD[step], words=words, by=by)


def tell_leader(row: Submission, step: str, words: str = "", *, by: User | None) -> None:
    """Tell the unit's leaders that something waits for them."""
    people = people_of([row.organisation_id], [Role.UNIT_LEADER])[row.organisation_id]
    _tell(people, row, step, LEADER_IS_TOLD[step], words=words, by=by)


def tell_dost(row: Submission, step: str, words: str = "", *, by: User | None) -> None:
    """Tell the specialists of the DOST that answers for the province; its leaders where it has none."""
    province = row.period.plan.province_id
    people = dost_people_of([province], [Role.SPECIALIST])[province] or dost_people_of([province])[province]
    _tell(people, row, step, DOST_IS_TOLD[step], words=words, by=by)


def _tell(
    people: Iterable[User], row: Submission, step: str, title: Promise, *, words: str, by: User | None
) -> None:
    line = Entry.objects.about(row).values_list("pk", flat=True).first()  # each step has one in the journal
    with translation.override("vi"):
        notify(
            [user for user in people if user != by],
            kind=f"step_{step}",
            key=f"step:{row.pk}:{row.round}:{step}:{row.edition}:{line}",
            title=str(title) % {"unit": row.organisation, "period": row.period.name},
            body=words,
            url=row.get_absolute_url(),
            about=f"{row.period.plan}, {row.period.name}",
            province=row.period.plan.province,
            due_on=row.unlocked_until if step in {"send_back", "unlock", "unlock_entry"} else None,
        )
