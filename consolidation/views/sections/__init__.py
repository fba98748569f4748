"""The page of a report, part by part, in the order it is read.

Specialist, leader and readers open the same page; each part says itself whether the person sees it.
"""

from consolidation.views.sections.checks import CHECKS
from consolidation.views.sections.files import FILES
from consolidation.views.sections.section import Context, Opened, Section
from consolidation.views.sections.text import TEXT

SECTIONS: tuple[Section, ...] = (
    CHECKS,
    TEXT,
    FILES,
)


def parts_of(opened: Opened) -> list[Context]:
    """What each part the person sees is drawn with, in reading order."""
    return [
        {"section": section, **context}
        for section in SECTIONS
        if (context := section.context(opened)) is not None
    ]


__all__ = ["SECTIONS", "Opened", "Section", "parts_of"]
