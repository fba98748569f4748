"""What of consolidated reports waits for a person at DOST: to sign, to change, to number, to issue."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consolidation.models import Report
from consolidation.states import ReportState as State
from organisations.models import Role
from organisations.queries import dost_province_ids
from portal.work import MOST_SHOWN, Work

TO_SIGN = _("Reports to sign")
NOTHING_TO_SIGN = _("No report waits for your signature.")
# By state: what the list is called, for those who work on it.
TO_WORK_ON = {
    State.DRAFTING: _("Reports that came back from the leader"),
    State.APPROVED: _("Reports to have numbered"),
    State.NUMBERED: _("Reports to have signed and to issue"),
}


def reports_waiting(user: User) -> list[Work]:
    """Papers to sign for a leader (told even where there are none), and what is on its way to the registry for DOST.

    One query.
    """
    ours, led = dost_province_ids(user), dost_province_ids(user, [Role.LEADER])
    found = Report.objects.unissued().filter(period__plan__province_id__in=ours, sent_at__isnull=False)
    rows = list(
        found.with_place().select_related("sent_by").defer("composed", "facts").order_by("sent_at", "pk")
    )
    to_sign = [r for r in rows if r.state == State.REVIEW and r.period.plan.province_id in led]
    works = [_work(TO_SIGN, to_sign, NOTHING_TO_SIGN)] if led else []
    lists = [_work(title, [r for r in rows if r.state == state]) for state, title in TO_WORK_ON.items()]
    return works + [work for work in lists if work.rows]


def _work(title: Promise, rows: list[Report], empty: str | Promise = "") -> Work:
    return Work("report", title, empty, rows[:MOST_SHOWN], max(len(rows) - MOST_SHOWN, 0))
