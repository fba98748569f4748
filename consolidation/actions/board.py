"""What every act on a report's text begins with: the report is held, the person may write, the passage is as they saw it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_datetime
from consolidation.models import Passage, Report
from consolidation.queries.board import codes_of
from consolidation.states import ReportState


def held(report: Report, *, by: User) -> Report:
    """The row of ``report``, locked until the transaction ends: two people who write wait for each other.

    RuleBroken: ``not_permitted``; ``closed`` once it has been sent to the leader.
    """
    rows = Report.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("period__plan__province", "outline").get(pk=report.pk)
    if not by.has_perm("consolidation.edit_report", row):
        raise RuleBroken(_("Only DOST writes the report of its province."), code="not_permitted")
    if row.state != ReportState.DRAFTING:
        raise RuleBroken(
            _("Nothing was changed: the report is in the state “%(state)s”. Take it back to draft first.")
            % {"state": row.get_state_display()},
            code="closed",
        )
    return row


def piece(report: Report, pk: int) -> Passage:
    """A passage of the held report. RuleBroken ``gone`` where somebody took it away meanwhile."""
    found = report.passages.select_related("changed_by").filter(pk=pk).first()
    if found is None:
        raise RuleBroken(_("Somebody took this passage away meanwhile."), code="gone")
    return found


def written_piece(report: Report, pk: int) -> Passage:
    """The same, of a passage people write. RuleBroken ``derived`` for one the portal writes."""
    found = piece(report, pk)
    if found.is_derived:
        raise RuleBroken(
            _("The portal writes this passage itself: it can be moved or left out, not changed."),
            code="derived",
        )
    return found


def as_seen(passage: Passage, edition: int) -> None:
    """Refuse (``stale``) to act on a passage somebody else changed since ``edition``."""
    if passage.edition != edition:
        raise RuleBroken(stale(passage), code="stale")


def stale(passage: Passage) -> str:
    """Who changed the passage, and when."""
    return _(
        "%(person)s changed this passage at %(moment)s, after you opened it. Nothing was overwritten."
    ) % {
        "person": passage.changed_by or _("Somebody"),
        "moment": vn_datetime(passage.changed_at),
    }


def known_place(report: Report, section: str) -> str:
    """``section`` if the report has it. RuleBroken ``no_place`` otherwise."""
    if section not in codes_of(report):
        raise RuleBroken(_("The outline of this report has no such section."), code="no_place")
    return section


def in_order(report: Report, section: str) -> list[Passage]:
    """The passages of a place as they follow each other."""
    return list(report.passages.filter(section=section).order_by("position", "pk"))


def number(passages: Iterable[Passage]) -> None:
    """Give the passages of a place the positions 1, 2, 3 … in the order they come; writes only those that move."""
    moved = []
    for position, passage in enumerate(passages, start=1):
        if passage.position != position:
            passage.position = position
            moved.append(passage)
    Passage.objects.bulk_update(moved, ["position"])
