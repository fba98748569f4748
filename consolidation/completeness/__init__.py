"""What must be right before a report is issued: one small question per check, all of them asked at once.

Errors stop the report, warnings need a reason, notes are only told. ``checks_of`` asks nothing of the database: whoever
calls it brings the paper and what is known beside it (``consolidation.actions.checking``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise

from consolidation.completeness.check_list import CHECKS, Check
from consolidation.completeness.finding import Finding, Item, Severity
from consolidation.completeness.matter import Matter

ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True)
class Checked:
    """What the checks found, errors first."""

    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be put right."""
        return tuple(found for found in self.findings if found.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Warnings that still need a reason."""
        return tuple(found for found in self.findings if found.needs_reason)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """Warnings let pass, each with its reason."""
        return tuple(found for found in self.findings if found.waiver is not None)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What a reader should know."""
        return tuple(found for found in self.findings if found.severity == Severity.NOTE)

    @property
    def silent(self) -> tuple[Check, ...]:
        """The checks that found nothing."""
        told = {found.check for found in self.findings}
        return tuple(check for check in CHECKS if check.key not in told)

    def named(self, check: str, place: str) -> Finding | None:
        """The finding of a check at a place, None if there is none (any more)."""
        return next((f for f in self.findings if (f.check, f.place) == (check, place)), None)


def checks_of(matter: Matter) -> Checked:
    """Everything the checks find in a report, errors first and in the order of the checks."""
    found = sorted(_found(matter), key=lambda finding: ORDER.index(finding.severity))
    return Checked(tuple({(each.check, each.place): each for each in found}.values()))


def rule_of(check: str) -> str | Promise:
    """Why a check is made, with its source."""
    return next((each.rule for each in CHECKS if each.key == check), "")


def title_of(check: str) -> str | Promise:
    """What a check is called."""
    return next((each.title for each in CHECKS if each.key == check), "")


def _found(matter: Matter) -> Iterator[Finding]:
    for check in CHECKS:
        for finding in check.look(matter):
            key = (check.key, finding.place)
            waiver = matter.known.waivers.get(key) if finding.severity == Severity.WARNING else None
            yield replace(finding, check=check.key, waiver=waiver)


__all__ = [
    "CHECKS",
    "Check",
    "Checked",
    "Finding",
    "Item",
    "Matter",
    "Severity",
    "checks_of",
    "rule_of",
    "title_of",
]
