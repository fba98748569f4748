"""What every step of a granted support asks first: the row held, the person permitted, the state right."""

from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from support.models import Support
from support.states import SupportState


def held(support: Support) -> Support:
    """The row as it stands now, locked until the end of the transaction; rows that point at it may still be written."""
    rows = Support.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(
        "enterprise", "content__plan__province", "item__application__plan", "level"
    ).get(pk=support.pk)


def permit(by: User, permission: str, support: Support) -> None:
    """Refuse whoever may not."""
    if not by.has_perm(permission, support):
        raise RuleBroken(_("You may not take this step on this record."), code="not_permitted")


def stands_in(support: Support, *states: SupportState) -> None:
    """Refuse where the support has moved on."""
    if support.state not in states:
        raise RuleBroken(
            _(
                "This can no longer be done: the record is now in the state “%(state)s”. Open it again to see what changed."
            )
            % {"state": support.get_state_display()},
            code="moved_on",
        )
