"""Who may see plans, accept what was found in their text, and assign yearly figures.

Enacted plans are public law, and so are the findings beside them. Accepting a finding and assigning what the
plan leaves open are the work of the DOST that answers for the plan's province today.
"""

import rules

from accounts.models import User
from organisations.queries import dost_province_ids, province_ids_of
from programmes.models import Finding, Plan, Standing


def _plan(record: object) -> Plan | None:
    """The plan a record belongs to."""
    return record.plan if isinstance(record, Finding) else record if isinstance(record, Plan) else None


@rules.predicate
def works_at_dost(user: User, record: object) -> bool:
    """A specialist or leader of the DOST that answers for the plan's province today."""
    plan = _plan(record)
    return plan is not None and plan.province_id in dost_province_ids(user)


@rules.predicate
def reads_the_province(user: User, record: object) -> bool:
    """DOST staff and readers of the plan's province; the ministry reads every province."""
    plan = _plan(record)
    return plan is not None and plan.province_id in province_ids_of(user)


@rules.predicate
def is_alive(user: User, record: object) -> bool:  # noqa: ARG001 - a predicate takes both
    """A plan of history is shown as it was; nothing is added to it."""
    plan = _plan(record)
    return plan is not None and plan.standing != Standing.HISTORY


rules.add_perm("programmes.view_plan", rules.always_allow)
rules.add_perm("programmes.follow_plan", reads_the_province)  # its progress is not public
rules.add_perm("programmes.view_finding", rules.always_allow)
rules.add_perm("programmes.accept_finding", works_at_dost & is_alive)
rules.add_perm("programmes.assign_annual_target", works_at_dost & is_alive)
