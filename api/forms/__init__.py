"""What people type about tokens, and what programs send."""
