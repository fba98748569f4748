"""A manager asks for everything the portal keeps about the enterprise."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from enterprises.models import Enterprise
from jobs.actions import enqueue
from jobs.models import Job
from journal.actions import note_down
from support.queries.desk_jobs import OWN_DATA

TAKE = "export_own_data"


@transaction.atomic
def ask_for_own_data(enterprise: Enterprise, *, by: User) -> Job:
    """Have the file made; one that is being made for the same person is not made twice. RuleBroken: ``not_permitted``."""
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)  # two clicks wait for each other
    if not by.has_perm("support.take_own_data", enterprise):
        raise RuleBroken(
            _("Only managers of the enterprise's account take all its data."), code="not_permitted"
        )
    wanted = {"enterprise": enterprise.pk, "by": by.pk}
    running = Job.objects.filter(kind=OWN_DATA, owner=by, asked_for__contains=wanted).unfinished().first()
    if running is not None:
        return running
    note_down(enterprise, TAKE, by=by)
    return enqueue(
        kind=OWN_DATA,
        title=_("All data of %(enterprise)s") % {"enterprise": enterprise.name},
        asked_for={**wanted, "language": get_language()},
        by=by,
    )
