"""Enterprises in templates."""

from django import template

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.queries.masking import masked, shown_tax_code

register = template.Library()


@register.filter
def tax_code_for(enterprise: Enterprise, user: User) -> str:
    """``{{ enterprise|tax_code_for:user }}``: the tax code as the reader may see it (a household's is covered)."""
    return shown_tax_code(enterprise, user)


@register.filter
def covered(code: str) -> str:
    """``{{ code|covered }}``: a code that belongs to no row yet, a personal number covered for everybody."""
    return masked(code)
