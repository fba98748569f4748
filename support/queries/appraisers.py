"""Who may appraise an application, and what an appraiser sees."""

from accounts.models import User
from enterprises.models import EnterpriseMembership
from organisations.queries import DOST_ROLES, UNIT_ROLES, dost_people_of, people_of
from support.models import Application, Appraiser


def candidates(application: Application) -> dict[str, list[User]]:
    """Who may be invited, by where they work: the DOST of the province, and units asked for an opinion.

    The enterprise's own people, today's and former ones and those of its parent and branches, are left out; so is
    whoever is invited already.
    """
    barred = own_people_ids(application) | set(application.appraisers.values_list("user_id", flat=True))
    found: dict[str, list[User]] = {}
    province = application.plan.province
    if province is not None:
        found[str(province)] = dost_people_of([province.pk], DOST_ROLES)[province.pk]
    asked = {
        r.organisation_id: r.organisation for r in application.opinion_requests.select_related("organisation")
    }
    people = people_of(asked, UNIT_ROLES)
    found |= {organisation.name: people[pk] for pk, organisation in asked.items()}
    return {where: [user for user in users if user.pk not in barred] for where, users in found.items()}


def own_people_ids(application: Application) -> set[int]:
    """Everybody who acts or ever acted for the enterprise, its parent or a branch."""
    enterprise = application.enterprise
    held = EnterpriseMembership.objects.filter(enterprise=enterprise)
    if enterprise.family:
        held = held | EnterpriseMembership.objects.filter(enterprise__family=enterprise.family)
    return set(held.values_list("user_id", flat=True))


def appraisal_of(application: Application, user: User) -> Appraiser | None:
    """The person's own appraisal of the application, if they were invited."""
    return next((each for each in application.appraisers.all() if each.user_id == user.pk), None)


def sees_points(own: Appraiser | None) -> bool:
    """Whether one whose own appraisal is ``own`` may see the others' points: not before scoring, never with a conflict."""
    return own is None or (own.has_conflict is False and own.scored_at is not None)


def appraisal_pending(application: Application) -> list[Appraiser]:
    """Those invited who have neither scored nor declared a conflict."""
    asked = application.appraisers.select_related("user").filter(scored_at=None)
    return [appraiser for appraiser in asked if not appraiser.has_conflict]


def has_conflict(application: Application, user: User) -> bool:
    """Whether the person declared a conflict of interest, or acts or acted for the enterprise."""
    return application.appraisers.filter(user=user, has_conflict=True).exists() or user.pk in own_people_ids(
        application
    )
