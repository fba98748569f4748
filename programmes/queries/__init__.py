"""What the portal asks of plans."""
