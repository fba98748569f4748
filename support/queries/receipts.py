"""Find an application by what its receipt says."""

from django.utils.crypto import constant_time_compare

from support.models import Application

LONGEST_CODE, LONGEST_SECRET = 30, 40  # characters anybody may type


def tidy_code(typed: str) -> str:
    """The code as it is kept: capitals, no blanks."""
    return "".join(typed.split()).upper()[:LONGEST_CODE]


def tidy_secret(typed: str) -> str:
    """The secret as it is made: small letters, without the blanks and dashes of its printed groups."""
    return "".join(typed.replace("-", " ").split()).lower()[:LONGEST_SECRET]


def by_receipt(code: str, secret: str) -> Application | None:
    """The application whose receipt holds both; None for a wrong code as for a wrong secret.

    Where no application has the code, a secret is worked out and compared all the same, so that neither the answer nor
    the time it takes tells which of the two was wrong.
    """
    known = Application.objects.submitted().filter(code=tidy_code(code)).exclude(code="").first()
    asked = known or Application(pk=0, code=tidy_code(code))
    fits = constant_time_compare(asked.secret, tidy_secret(secret))
    return known if fits and known is not None else None


def in_groups(secret: str) -> str:
    """The secret as it is printed and read out: ``1a2b-3c4d-5e6f``."""
    return "-".join(secret[at : at + 4] for at in range(0, len(secret), 4))
