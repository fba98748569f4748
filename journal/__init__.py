"""Who did what, when and why; and the one place where a state changes."""
