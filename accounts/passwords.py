"""Passwords that are known to everybody are not taken. Nothing is asked of any other computer."""

import hashlib
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext as _

from common.vietnamese import fold

OWN_LIST = Path(__file__).parent / "data" / "known-passwords.txt"
LONGEST_LOOKED_AT = 200  # signs
LONGEST_NUMBER = 14  # digits people have of themselves: a tax code with its branch
HASH = 40  # hexadecimal digits of a SHA-1
TAIL = re.compile(r"[\d\W_]+$")
SWAPS = str.maketrans("@4301$5!7", "aaeoissit")  # p@ssw0rd is password


class KnownPasswordValidator:
    """Refuses what is on a list of known passwords, also with other capitals, dấu, or a tail of digits and signs.

    Two lists: our own of words that people in Vietnam take, and, where ``PORTAL_BREACHED_PASSWORDS`` names one, a
    file of SHA-1 hashes of breached passwords, one a line, sorted (``HASH`` or ``HASH:COUNT``, as they are published).
    Django's list of 20 000 is asked by a validator of its own.
    """

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        """ValidationError ``known_password`` where others know it."""
        if _is_number_of_life(password) or _is_of_known_words(password) or _is_breached(password):
            raise ValidationError(
                _(
                    "This password is known: it is on lists that are tried first. Take several words that do not belong together."
                ),
                code="known_password",
            )

    def get_help_text(self) -> str:
        """What to do, before anything is typed."""
        return _(
            "Not a word with a year or digits behind it: several words that do not belong together are longer and easier to remember."
        )


def _is_of_known_words(password: str) -> bool:
    """Whether one or two known words are all that is left without digits, signs and letters written as signs.

    Beyond what words can fill nothing is looked at: a stranger's megabyte would hold a process up for minutes.
    """
    if len(password) > LONGEST_LOOKED_AT:
        return False
    plain = re.sub(r"\s+", "", fold(password))
    stems = {plain, TAIL.sub("", plain), TAIL.sub("", plain).translate(SWAPS)}
    stems |= {re.sub(r"[\W_]+", "", stem) for stem in stems}
    return any(stem in _words() or _is_two_words(stem) or _is_one_again(stem) for stem in stems if stem)


def _is_number_of_life(password: str) -> bool:
    """A telephone, identity or tax number, a day, or digits counted up: tried first. A long number of chance is none."""
    digits = re.sub(r"[\s.+()/-]", "", password)
    steps = (
        {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
        if digits.isdecimal()
        else set()
    )
    return digits.isdecimal() and (len(digits) <= LONGEST_NUMBER or len(steps) == 1)


def _is_two_words(stem: str) -> bool:
    return any(stem[:cut] in _words() and stem[cut:] in _words() for cut in range(2, len(stem) - 1))


def _is_one_again(stem: str) -> bool:
    """One piece written again and again: 12341234."""
    return re.fullmatch(r"(.{1,4}?)\1+", stem) is not None


@cache
def _words() -> frozenset[str]:
    lines = OWN_LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_breached(password: str) -> bool:
    path = settings.PORTAL_BREACHED_PASSWORDS
    if not path:
        return False
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        with Path(path).open("rb") as file:
            return _nearest(file, digest.encode()) == digest.encode()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"PORTAL_BREACHED_PASSWORDS names a file that cannot be read: {problem}"
        ) from problem


def _nearest(file: BinaryIO, wanted: bytes) -> bytes:
    """The hash at the place where ``wanted`` would stand: some thirty reads, however large the file."""
    low, high = 0, file.seek(0, 2)
    while low < high:  # the first line whose hash is not smaller begins in [low, high]
        middle = (low + high) // 2
        found = _line_from(file, middle)
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return _line_from(file, low)


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The hash of the first line that begins at ``place`` or after it; empty at the end."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()  # the rest of the line before, or just its end
    return file.readline(HASH + 1)[:HASH].strip().upper()
