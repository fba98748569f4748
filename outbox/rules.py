"""Who may read a mail or a notice, and who may have a mail sent again. The twins are the models' ``visible_to``."""

import rules

from accounts.models import User
from organisations.queries import dost_province_ids
from outbox.models import Mail, Notice


@rules.predicate
def is_told(user: User, row: Mail | Notice | None) -> bool:
    """The person it was written to."""
    return row is not None and row.user_id == user.pk


@rules.predicate
def works_for_its_dost(user: User, row: Mail | Notice | None) -> bool:
    """Somebody of the DOST of the one province it is about."""
    return row is not None and row.province_id in dost_province_ids(user)


rules.add_perm("outbox.view_mail", is_told | works_for_its_dost | rules.is_superuser)
rules.add_perm("outbox.view_notice", is_told | works_for_its_dost | rules.is_superuser)
rules.add_perm("outbox.resend_mail", works_for_its_dost | rules.is_superuser)
rules.add_perm("outbox.read_notice", is_told)
