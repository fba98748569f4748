"""The annexes of a report, numbered in Roman where there are several."""

from collections.abc import Callable
from dataclasses import replace

from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.helped import helped
from consolidation.documents.compose.response import response
from consolidation.documents.rollup.paper import rollup_annex
from papers.model import Annex
from papers.text import roman

ANNEXES: tuple[Callable[[Draft], Annex | None], ...] = (response, helped, rollup_annex)


def annexes_of(draft: Draft) -> tuple[Annex, ...]:
    """The annexes that have something to say."""
    found = [annex for annex in (write(draft) for write in ANNEXES) if annex is not None]
    if len(found) < 2:  # noqa: PLR2004 - a single annex has no numeral (NĐ 30/2020/NĐ-CP)
        return tuple(found)
    return tuple(replace(annex, numeral=roman(place)) for place, annex in enumerate(found, start=1))
