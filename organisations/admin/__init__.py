"""Provinces, organisations, groups and memberships in the administration."""

from organisations.admin import groups, memberships, organisations, provinces

__all__ = ["groups", "memberships", "organisations", "provinces"]
