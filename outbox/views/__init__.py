"""Pages of the outbox, and of what a person was told."""
