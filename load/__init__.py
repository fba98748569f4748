"""A portal as full as after ten years, five hundred people at once, and what that costs: ``make load``."""
