"""Whether a tax code can be right: its shape, its check digit, the number of a branch."""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from enterprises.models import EnterpriseKind

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
ORGANISATION = re.compile(r"\d{10}", re.ASCII)
BRANCH = re.compile(r"(\d{10})-(\d{3})", re.ASCII)
HOUSEHOLD = re.compile(r"\d{12}", re.ASCII)

Shape = Literal["organisation", "branch", "household"]


@dataclass(frozen=True)
class Finding:
    """What is to be said about a code: ``problem`` forbids it, ``warning`` asks the writer to look again."""

    shape: Shape | None
    problem: str | None = None
    warning: str | None = None


def check(code: str) -> Finding:
    """Judge a code as ``tidy_tax_code`` leaves it: ten digits, ten and three of a branch, or twelve of a household.

    The last of ten digits checks the nine before it: ten minus the remainder of their weighted sum (31, 29, 23, 19,
    17, 13, 7, 5, 3) by eleven. Where the remainder is 0 no digit fits; sources differ whether such codes were given,
    so the portal only warns. A branch is numbered 001 to 999. A household's code is its owner's personal number,
    for which no check digit is published: only its shape is looked at.
    """
    if HOUSEHOLD.fullmatch(code):
        problem = _("A personal number does not begin with 000.") if code.startswith("000") else None
        return Finding("household", problem=problem)
    if ORGANISATION.fullmatch(code):
        return _judged("organisation", code)
    branch = BRANCH.fullmatch(code)
    if branch and branch[2] == "000":
        return Finding(
            "branch", problem=_("Branches are numbered from 001 to 999; write the three digits of yours.")
        )
    if branch:
        return _judged("branch", branch[1])
    return Finding(
        None,
        problem=_(
            "A tax code has ten digits, ten and three for a branch (0123456789-001), or twelve for a household business."
        ),
    )


def check_digit(nine: str) -> int | None:
    """The digit that must follow ``nine`` digits; None where the rule yields none (remainder 0)."""
    rest = sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True)) % 11
    return 10 - rest if rest else None


def refusal(code: str, kind: str) -> str | None:
    """Why an enterprise of ``kind`` cannot register under ``code``; None if nothing speaks against it."""
    found = check(code)
    if found.problem:
        return found.problem
    if found.shape == "household" and kind != EnterpriseKind.HOUSEHOLD:
        return _(
            "A code of twelve digits belongs to a household business. Choose that kind, or write the enterprise's own code."
        )
    return None


def _judged(shape: Shape, ten: str) -> Finding:
    """A code of ten digits, or the ten of a branch, by its check digit."""
    if not ten.strip("0"):
        return Finding(shape, problem=_("A tax code is not made of noughts alone."))
    wanted = check_digit(ten[:9])
    if wanted is None:
        return Finding(
            shape,
            warning=_(
                "The check digit of this tax code cannot be verified. Compare it once more with your certificate."
            ),
        )
    if wanted != int(ten[9]):
        return Finding(
            shape,
            problem=_(
                "One digit of this tax code is wrong: the check digit does not fit. Compare it with your certificate."
            ),
        )
    return Finding(shape)
