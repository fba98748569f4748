"""Kills the portal's processes at random moments while people work, and proves that nothing was lost or doubled."""
