"""The page of an application, part by part, in the order it is read.

Applicant, specialist and asked unit open the same page; each part says itself whether the person sees it.
"""

from support.states import ApplicationState as State
from support.views.sections.appraisal import APPRAISAL
from support.views.sections.assignment import ASSIGNMENT
from support.views.sections.checks import CHECKS
from support.views.sections.decision import DECISION
from support.views.sections.history import HISTORY
from support.views.sections.items import ITEMS
from support.views.sections.messages import MESSAGES
from support.views.sections.opinions import OPINIONS
from support.views.sections.papers import PAPERS
from support.views.sections.section import Section
from support.views.sections.supplements import SUPPLEMENTS
from support.views.sections.supports import SUPPORTS

SECTIONS: tuple[Section, ...] = (
    ASSIGNMENT,
    ITEMS,
    PAPERS,
    CHECKS,
    SUPPLEMENTS,
    OPINIONS,
    APPRAISAL,
    DECISION,
    SUPPORTS,
    MESSAGES,
    HISTORY,
)

# What everybody looks for first where the application stands.
LEADING: dict[str, tuple[Section, ...]] = {
    State.SUPPLEMENT: (SUPPLEMENTS,),
    State.PROPOSED: (DECISION,),
    State.GRANTED: (SUPPORTS, DECISION),
    State.REFUSED: (DECISION,),
}


def in_reading_order(state: str) -> list[Section]:
    """All parts, those that matter most in ``state`` first."""
    leading = LEADING.get(state, ())
    return [*leading, *(section for section in SECTIONS if section not in leading)]


__all__ = ["LEADING", "SECTIONS", "Section", "in_reading_order"]
