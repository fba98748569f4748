"""Move a draft to another outline, such as the one the ministry's letter has just brought."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.holding import held, held_period, permit
from consolidation.actions.starting import APART, keep_pieces
from consolidation.documents.assembling import draft_of
from consolidation.documents.proposing import propose_section
from consolidation.models import Passage, Report
from consolidation.queries.outlining import others_for, without_place
from journal.actions import note_down
from reporting.documents.outline import Outline as Written
from reporting.documents.outline import from_row
from reporting.models import Outline

LONGEST = 2_000  # characters of a passage the journal keeps


@transaction.atomic
def follow_outline(*, report: Report, outline: Outline, to: Mapping[str, str], by: User) -> Report:
    """Let a draft follow ``outline``. Passages keep their sections; those of sections it lacks go where ``to`` says.

    ``to``: code of a section that goes → code of a section of the new outline, or "" to take its passages out: what they
    were made of is unplaced again, and the journal keeps their words. Sections fed by what no section took before begin
    with what was accepted. RuleBroken: not permitted, not an outline for this report, a place that does not exist.
    """
    held_period(report.period)
    row = held(report)
    permit(by, "consolidation.compose_report", row)
    if outline.pk not in {other.pk for other in others_for(row)}:
        raise RuleBroken(_("The report cannot follow this outline."))
    before, written = from_row(row.outline), from_row(outline)
    codes = {section.code for section in written.sections}
    taken_out: list[str] = []
    for homeless in without_place(row, written):
        code = homeless.section.code
        place = to.get(code, homeless.fits)
        if place and place not in codes:
            raise RuleBroken(_("The outline has no section “%(code)s”.") % {"code": place})
        passages = row.passages.filter(section=code)
        if place:
            _append(row, passages.order_by("position", "pk"), place, by)
        else:
            taken_out += [text[:LONGEST] for text in passages.values_list("text", flat=True) if text]
            passages.delete()
    row.outline = outline
    row.save(update_fields=["outline"])
    _begin_new_sections(row, before, written, by)
    note_down(row, "follow_outline", by=by, before=before.key, outline=str(outline), taken_out=taken_out)
    return row


def _append(report: Report, passages: "object", place: str, by: User) -> None:
    """Behind what the section has already, in their order."""
    last = (
        report.passages.filter(section=place).order_by("-position").values_list("position", flat=True).first()
    )
    for at, passage in enumerate(list(passages), start=1):  # type: ignore[call-overload]
        Passage.objects.filter(pk=passage.pk).update(
            section=place,
            position=(last or 0) + at * APART,
            edition=F("edition") + 1,
            changed_by=by,
            changed_at=timezone.now(),
        )


def _begin_new_sections(report: Report, before: Written, now: Written, by: User) -> None:
    fed = {(section.feed, section.national_group) for section in before.sections if section.feed}
    new = [s for s in now.sections if s.feed and (s.feed, s.national_group) not in fed]
    if not new:
        return
    with translation.override("vi"):
        draft = draft_of(report.period, now, on=timezone.localdate())
        keep_pieces(report, [piece for section in new for piece in propose_section(draft, section)], by=by)
