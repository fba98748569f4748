"""Who is told about the life of a report, and in which words. Each step is told once, whoever clicks twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from consolidation.models import Report
from consolidation.queries.audience import drafters_of, leaders_of, readers_of
from journal.models import Entry
from outbox.actions import notify


def tell_sent(report: Report, *, by: User) -> int:
    """Tell the leaders that a report waits for them; how many were told."""
    with translation.override("vi"):
        title = _("%(report)s waits for your signature")
        body = _("Read it, comment on its passages, then approve it or send it back.")
        return _tell(leaders_of(report), report, _News("send_to_leader", title, body, by))


def tell_sent_back(report: Report, reason: str, *, by: User) -> int:
    """Tell whoever drafted it that the leader wants changes."""
    with translation.override("vi"):
        title = _("%(report)s came back from the leader")
        body = reason or _("Open it to read the comments.")
        return _tell(drafters_of(report), report, _News("send_back", title, body, by))


def tell_approved(report: Report, *, by: User) -> int:
    """Tell whoever drafted it that it may be registered."""
    with translation.override("vi"):
        title = _("%(report)s is approved")
        body = _("Have the registry number it, then record number and day.")
        return _tell(drafters_of(report), report, _News("approve", title, body, by))


def tell_reopened(report: Report, reason: str, *, by: User) -> int:
    """Tell whoever drafted it that the approval was taken back."""
    with translation.override("vi"):
        title = _("The approval of %(report)s was taken back")
        return _tell(drafters_of(report), report, _News("reopen", title, reason, by))


def tell_issued(report: Report, *, by: User) -> int:
    """Tell those who read it that it has left the house."""
    with translation.override("vi"):
        title = _("%(report)s was issued")
        body = _("Number %(number)s. Open it to read and take it away.") % {
            "number": report.number_and_symbol
        }
        return _tell(readers_of(report), report, _News("issue", title, body, by))


@dataclass(frozen=True)
class _News:
    """What happened: the step, taken ``by`` somebody (who is not told), in words."""

    step: str
    title: str
    body: str
    by: User


def _tell(people: Iterable[User], report: Report, news: _News) -> int:
    """How often the step was taken stands in the key, so that each time is told once."""
    lines = Entry.objects.filter(record_type=report._meta.label_lower, record_id=report.pk)
    return notify(
        [user for user in people if user.pk != news.by.pk],
        kind=f"report_{news.step}",
        key=f"report:{report.pk}:{news.step}:{lines.filter(action=news.step).count()}",
        title=news.title % {"report": report.period.title},
        body=news.body,
        url=report.get_absolute_url(),
        about=str(report.period),
        province=report.period.plan.province,
    )
