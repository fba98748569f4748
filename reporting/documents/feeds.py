"""What fills the sections of an outline, in words for those who write outlines."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.documents.outline import Feed


@dataclass(frozen=True)
class Told:
    """What a feed is called, and what it brings from where."""

    name: str | Promise
    words: str | Promise


NOTHING = Told(
    _("Nothing: a heading, or words DOST writes itself"),
    _("Holds the sections below it; what is to stand here otherwise is written when the report is composed."),
)
FEEDS: dict[Feed, Told] = {
    Feed.PLAN_DOCUMENTS: Told(
        _("Decisions and plans issued"),
        _("The documents units registered in their forms as plans or decisions, by kind and date."),
    ),
    Feed.MANAGEMENT_DOCUMENTS: Told(
        _("Letters and instructions issued"),
        _("The documents units registered in their forms as letters of management, by kind and date."),
    ),
    Feed.INTEGRATED: Told(
        _("Work done in other programmes"),
        _(
            "Accepted lines marked as part of another programme, under the paper of that programme; in no sum."
        ),
    ),
    Feed.NATIONAL_GROUP: Told(
        _("Results of a national task group"),
        _("Accepted lines of the tasks under the group, by task; the unit is named where several speak."),
    ),
    Feed.ASSESSMENT: Told(
        _("Assessment and targets"),
        _("What units assess, the table of targets, annex rows and charts; the portal adds the figures up."),
    ),
    Feed.OBSTACLES: Told(_("Obstacles"), _("What units raised, grouped by whom it concerns.")),
    Feed.CAUSES: Told(_("Causes of the obstacles"), _("The causes units gave with their obstacles.")),
    Feed.ORIENTATION: Told(_("Directions"), _("What units wrote about the direction ahead.")),
    Feed.SOLUTIONS: Told(
        _("Solutions"), _("What units plan next, under the national task groups that have any.")
    ),
    Feed.PROPOSALS: Told(_("Proposals"), _("What units propose, grouped by addressee.")),
}


def told_of(feed: Feed | None) -> Told:
    """What is said about a feed; None holds other sections."""
    return FEEDS[feed] if feed else NOTHING
