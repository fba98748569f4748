"""The front hall: home per role, public pages, menu. It has no models."""
