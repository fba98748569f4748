"""A household's tax code is its owner's personal number: covered wherever it need not be read."""

from accounts.models import User
from enterprises.models import Enterprise, enterprise_ids_of

SEEN = 6  # digits that stay in sight, enough to tell two codes apart


def shown_tax_code(enterprise: Enterprise, user: User) -> str:
    """The tax code as ``user`` may read it in a list or on a page: a household's is covered but for its own people.

    DOST uncovers one at a time on the enterprise's page, and the journal notes who did
    (``enterprises.actions.revealing``). No query once the person's enterprises are known.
    """
    if not enterprise.is_household or enterprise.pk in enterprise_ids_of(user):
        return enterprise.tax_code
    return masked(enterprise.tax_code)


def masked(code: str) -> str:
    """A code of twelve digits with all but its last six covered: ``******789012``; any other code unchanged."""
    if len(code) != 12:  # noqa: PLR2004 - digits of a personal number
        return code
    return "*" * (len(code) - SEEN) + code[-SEEN:]
