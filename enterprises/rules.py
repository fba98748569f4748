"""Who may see and do what with enterprises.

The ``view`` predicates have twins in the models' ``visible_to``; a test holds them together.
"""

import rules

from accounts.models import User
from enterprises.models import Enterprise, JoinRequest, enterprise_ids_of
from organisations.queries import dost_province_ids, province_ids_of


def _enterprise(record: object) -> Enterprise | None:
    """The enterprise a record belongs to."""
    return (
        record.enterprise
        if isinstance(record, JoinRequest)
        else record
        if isinstance(record, Enterprise)
        else None
    )


@rules.predicate
def acts_for_it(user: User, record: object) -> bool:
    """One of the enterprise's people."""
    enterprise = _enterprise(record)
    return enterprise is not None and enterprise.pk in enterprise_ids_of(user)


@rules.predicate
def manages_it(user: User, record: object) -> bool:
    """A manager of the enterprise's account."""
    enterprise = _enterprise(record)
    return enterprise is not None and enterprise.pk in enterprise_ids_of(user, managing=True)


@rules.predicate
def reads_its_province(user: User, record: object) -> bool:
    """DOST and the readers of the enterprise's province; the ministry."""
    enterprise = _enterprise(record)
    return enterprise is not None and enterprise.province_id in province_ids_of(user)


@rules.predicate
def works_at_its_dost(user: User, record: object) -> bool:
    """A specialist or leader of the DOST of the enterprise's province."""
    enterprise = _enterprise(record)
    return enterprise is not None and enterprise.province_id in dost_province_ids(user)


@rules.predicate
def asked(user: User, request: JoinRequest | None) -> bool:
    """Whoever made the request."""
    return request is not None and request.user_id == user.pk


@rules.predicate
def is_administrator(user: User) -> bool:
    """The administrator reads everything."""
    return user.is_active and user.is_superuser


rules.add_perm("enterprises.view_enterprise", acts_for_it | reads_its_province | is_administrator)
rules.add_perm("enterprises.edit_enterprise", acts_for_it | works_at_its_dost)
rules.add_perm("enterprises.declare_size", acts_for_it)
rules.add_perm("enterprises.manage_people", manages_it | works_at_its_dost)
rules.add_perm("enterprises.view_people", acts_for_it | works_at_its_dost | is_administrator)
rules.add_perm("enterprises.hand_over_enterprise", manages_it)
rules.add_perm("enterprises.leave_enterprise", acts_for_it)
rules.add_perm("enterprises.trace_enterprise", works_at_its_dost)  # its history by field
rules.add_perm("enterprises.see_readers_of_enterprise", acts_for_it | works_at_its_dost)
rules.add_perm("enterprises.see_tax_code", acts_for_it | works_at_its_dost)
rules.add_perm("enterprises.view_joinrequest", asked | manages_it | works_at_its_dost | is_administrator)
rules.add_perm("enterprises.answer_joinrequest", manages_it | works_at_its_dost)
rules.add_perm("enterprises.withdraw_joinrequest", asked)
