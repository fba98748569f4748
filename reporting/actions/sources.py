"""DOST chooses the one source of a target's results: submissions of the units, or outcomes of supports."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from journal.actions import note_down
from programmes.models import CountedFrom, Target
from reporting.queries.sources import source_refusal


@transaction.atomic
def choose_source(
    target: Target, source: CountedFrom, *, seen: CountedFrom | str, by: User, reason: str
) -> Target:
    """Let the results of ``target`` come from ``source``, from now on and for every report rendered from now on.

    The row is locked, so that two people choose one after the other; ``seen`` is the source the person was shown. Figures
    of units stay where they are and are added to nothing. Raises RuleBroken: not permitted, chosen by somebody else
    meanwhile, no content counts for it, a percentage, no reason.
    """
    row = Target.objects.select_for_update(of=("self",), no_key=True).select_related("plan").get(pk=target.pk)
    if not by.has_perm("programmes.assign_annual_target", row.plan):
        raise RuleBroken(
            _("Only the Department of Science and Technology of this province chooses the source."),
            code="not_permitted",
        )
    if row.counted_from != seen:
        raise RuleBroken(
            _("Somebody chose another source meanwhile. Open the page again to see what holds."),
            code="moved_on",
        )
    if row.counted_from == source:
        return row
    refusal = source_refusal(row, source)
    if refusal:
        raise RuleBroken(refusal, code="source")
    words = clean(reason)
    if not words:
        raise RuleBroken({"reason": _("Say in a sentence why.")}, code="empty")
    was, row.counted_from = row.counted_from, source
    row.save(update_fields=["counted_from"])
    note_down(row, "choose_source", by=by, note=words, was=was, source=source.value)
    return row
