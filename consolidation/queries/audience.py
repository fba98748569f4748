"""Who hears of what happens to a report: shown before somebody acts, told when they do."""

from django.utils import timezone

from accounts.models import User
from consolidation.models import Report
from organisations.models import Membership, OrganisationKind, Role
from organisations.queries import dost_people_of


def leaders_of(report: Report) -> list[User]:
    """Who may sign it: the leaders of the DOST that answers for the province."""
    return _of_dost(report, Role.LEADER)


def drafters_of(report: Report) -> list[User]:
    """Who works on it: whoever sent it to the leader while they work there; else the specialists, else the leaders."""
    specialists, leaders = _of_dost(report, Role.SPECIALIST), _of_dost(report, Role.LEADER)
    sender = [user for user in (*specialists, *leaders) if user.pk == report.sent_by_id]
    return sender or specialists or leaders


def readers_of(report: Report) -> list[User]:
    """Who reads it once it is issued: DOST, the readers of the province, those of the ministry."""
    held = Membership.objects.on(timezone.localdate()).filter(role=Role.READER, user__is_active=True)
    province = report.period.plan.province_id
    readers = [
        membership.user
        for membership in held.select_related("user", "organisation").order_by("user__full_name", "user_id")
        if membership.organisation.province_id == province
        or membership.organisation.kind == OrganisationKind.MINISTRY
    ]
    people = [*_of_dost(report, Role.SPECIALIST), *_of_dost(report, Role.LEADER), *readers]
    return list({user.pk: user for user in people}.values())


def administrators() -> list[User]:
    """Who administers this installation: whom the ministry asks to confirm another one."""
    return list(User.objects.administrators().order_by("full_name", "pk"))


def _of_dost(report: Report, role: Role) -> list[User]:
    province = report.period.plan.province_id
    return [] if province is None else dost_people_of([province], [role])[province]
