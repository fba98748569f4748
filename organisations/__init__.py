"""Provinces, organisations and people's roles in them; all of them live in time."""
