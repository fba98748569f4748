"""People who sign in, and nothing about what they do."""
