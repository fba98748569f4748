"""What people say about a report, and what they write in it."""
