"""The page of a report, part by part, in the order it is read.

Specialist, leader and readers open the same page; each part says itself whether the person sees it.
"""

from consolidation.states import ReportState as State
from consolidation.views.sections.checks import CHECKS
from consolidation.views.sections.comments import COMMENTS
from consolidation.views.sections.files import FILES
from consolidation.views.sections.history import HISTORY
from consolidation.views.sections.letterhead import LETTERHEAD
from consolidation.views.sections.outline import OUTLINE
from consolidation.views.sections.section import Context, Opened, Section
from consolidation.views.sections.sent import SENT
from consolidation.views.sections.signed import SIGNED
from consolidation.views.sections.text import TEXT
from consolidation.views.sections.versions import VERSIONS

SECTIONS: tuple[Section, ...] = (
    CHECKS,
    COMMENTS,
    TEXT,
    SIGNED,
    SENT,
    VERSIONS,
    FILES,
    HISTORY,
    OUTLINE,
    LETTERHEAD,
)

# What everybody looks for first where the report stands.
LEADING: dict[str, tuple[Section, ...]] = {
    State.NUMBERED: (SIGNED,),
    State.ISSUED: (SENT, VERSIONS),
    State.SUPERSEDED: (VERSIONS,),
}


def parts_of(opened: Opened) -> list[Context]:
    """What each part the person sees is drawn with, in reading order: what matters most where it stands comes first."""
    leading = LEADING.get(opened.report.state, ())
    ordered = [*leading, *(section for section in SECTIONS if section not in leading)]
    return [
        {"section": section, **context}
        for section in ordered
        if (context := section.context(opened)) is not None
    ]


__all__ = ["SECTIONS", "Opened", "Section", "parts_of"]
