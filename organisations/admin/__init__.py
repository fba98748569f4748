"""Provinces, organisations, groups, memberships and the calendar in the administration."""

from organisations.admin import calendar, groups, invitations, memberships, organisations, provinces

__all__ = ["calendar", "groups", "invitations", "memberships", "organisations", "provinces"]
