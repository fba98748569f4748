"""Have the figures of several plans printed."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consolidation.queries.rollup.paper_jobs import ROLLUP
from jobs.actions import enqueue
from jobs.models import Job


@transaction.atomic
def request_rollup(*, province: str, year: int, by: User) -> Job:
    """The long work that prints a year of the country (``province`` "") or of the province with that slug.

    A second click finds the first one's job while it is under way.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks wait for each other
    asked_for = {"province": province, "year": year, "by": by.pk}
    under_way = Job.objects.filter(kind=ROLLUP, owner=by, asked_for=asked_for).unfinished().first()
    if under_way is not None:
        return under_way
    title = _("What the plans amount to in %(year)s, as a paper") % {"year": year}
    return enqueue(kind=ROLLUP, title=title, asked_for=asked_for, by=by)
