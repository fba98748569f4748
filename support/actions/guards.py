"""Who may act on an application from the office's side, said in the reader's words."""

from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from support.models import Application
from support.queries.appraisers import has_conflict


def check_handles(application: Application, by: User) -> None:
    """Refuse whoever does not work at the DOST of the plan's province (``not_permitted``), or has a conflict (``conflict``)."""
    if not by.has_perm("support.handle_application", application):
        raise RuleBroken(_("Only the DOST of the plan's province does this."), code="not_permitted")
    check_unbiased(application, by)


def check_unbiased(application: Application, by: User) -> None:
    """Refuse whoever declared a conflict of interest, or acts or acted for the enterprise (code ``conflict``)."""
    if has_conflict(application, by):
        no = _("You have a conflict of interest in this application, so somebody else has to do this.")
        raise RuleBroken(no, code="conflict")
