"""Who acts for whom, who belongs to a group on a day, what became of a name, and on which days offices work."""

from organisations.queries.calendar import working_calendar
from organisations.queries.fates import Fate, display_name, fates
from organisations.queries.groups import members
from organisations.queries.people import dost_people_of, people_of
from organisations.queries.reach import (
    DOST_ROLES,
    UNIT_ROLES,
    Reach,
    dost_province_ids,
    memberships_of,
    province_ids_of,
    reach_of,
    reads_the_country,
    unit_ids_of,
)
from organisations.queries.search import (
    MOST_SOUGHT,
    lacking_successor,
    organisations_found,
    organisations_of,
    provinces_with_fates,
)
from organisations.queries.successions import former_organisation_ids, former_province_ids, successors_on

__all__ = [
    "DOST_ROLES",
    "MOST_SOUGHT",
    "UNIT_ROLES",
    "Fate",
    "Reach",
    "display_name",
    "dost_people_of",
    "dost_province_ids",
    "fates",
    "former_organisation_ids",
    "former_province_ids",
    "lacking_successor",
    "members",
    "memberships_of",
    "organisations_found",
    "organisations_of",
    "people_of",
    "province_ids_of",
    "provinces_with_fates",
    "reach_of",
    "reads_the_country",
    "successors_on",
    "unit_ids_of",
    "working_calendar",
]
