"""What two units said about one thing, as one: pure rules, so that nothing is lost and no order matters.

Content outweighs a declared nil; two nils stay nil; nil beside silence is silence, for one of the two has not spoken.
Figures of own parts are added; a gap adds nothing and two gaps stay a gap.
"""

from dataclasses import dataclass
from decimal import Decimal

from reporting.models import LineRole

STRENGTH = (LineRole.LEAD, LineRole.PARTNER, LineRole.GROUP, LineRole.ASKED, LineRole.OWN)


@dataclass(frozen=True)
class Said:
    """What a unit says in words about a line. ``unit`` labels it ("" for the unit whose form it is).

    ``nil`` is the reason of a declared nil, None where none was declared; ``has_results`` whether figures, records or
    files stand beside the words.
    """

    unit: str = ""
    text: str = ""
    nil: str | None = None
    has_results: bool = False

    @property
    def is_content(self) -> bool:
        """Whether the unit reports that something happened."""
        return bool(self.text) or self.has_results


@dataclass(frozen=True)
class Told:
    """A figure: typed values, the count of its records (None: no records), why one was typed over the count."""

    to_date: Decimal | None = None
    estimate: Decimal | None = None
    counted: Decimal | None = None
    reason: str = ""

    @property
    def value(self) -> Decimal | None:
        """The value to date: what was typed, else the count."""
        return self.counted if self.to_date is None else self.to_date


def both_said(mine: Said, theirs: Said) -> tuple[Said, str]:
    """One saying of two, in the form of ``mine``, and what had to be left out of it (for the journal)."""
    results = mine.has_results or theirs.has_results
    if mine.is_content or theirs.is_content:
        text = joined(*(_labelled(said.unit, said.text or said.nil or "") for said in (mine, theirs)))
        return Said(mine.unit, text, None, results), ""
    if mine.nil is not None and theirs.nil is not None:
        reasons = [_labelled(mine.unit, mine.nil), _labelled(theirs.unit, theirs.nil)]
        return Said(mine.unit, "", mine.nil if mine.nil == theirs.nil else joined(*reasons), results), ""
    return Said(mine.unit, "", None, results), joined(
        *(_labelled(said.unit, said.nil or "") for said in (mine, theirs))
    )


def both_told(mine: Told, theirs: Told) -> Told:
    """One figure of two own parts. Two counts stay a count, of the records of both; a typed part makes it typed."""
    to_date = None
    if mine.to_date is not None or theirs.to_date is not None:
        to_date = added(mine.value, theirs.value)
    return Told(
        to_date,
        added(mine.estimate, theirs.estimate),
        added(mine.counted, theirs.counted),
        joined(mine.reason, theirs.reason) if mine.reason != theirs.reason else mine.reason,
    )


def added(mine: Decimal | None, theirs: Decimal | None) -> Decimal | None:
    """The sum; a gap adds nothing, two gaps stay one."""
    parts = [part for part in (mine, theirs) if part is not None]
    return sum(parts, Decimal(0)) if parts else None


def joined(*texts: str) -> str:
    """The texts one after the other, each a paragraph."""
    return "\n\n".join(text for text in texts if text)


def stronger(*roles: str) -> LineRole:
    """The role that obliges most."""
    return min((LineRole(role) for role in roles), key=STRENGTH.index)


def _labelled(unit: str, text: str) -> str:
    """The text with the name of the unit it comes from; once is enough."""
    if not unit or not text or text.startswith(f"{unit}: "):
        return text
    return f"{unit}: {text}"
