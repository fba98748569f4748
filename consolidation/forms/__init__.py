"""What people say about a report."""
