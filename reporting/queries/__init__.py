"""What the portal asks of submissions: who owes what, what the figures add up to."""
