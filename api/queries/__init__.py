"""Whose token it is, and lists page by page."""
