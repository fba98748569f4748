"""Uncover a personal number, and keep who did."""

from accounts.models import User
from enterprises.models import Enterprise
from journal.actions import note_down


def reveal_tax_code(enterprise: Enterprise, *, by: User) -> str:
    """The whole tax code. Where it is a household's, the journal notes that ``by`` read it (never the code itself)."""
    if enterprise.is_household:
        note_down(enterprise, "reveal_tax_code", by=by)
    return enterprise.tax_code
