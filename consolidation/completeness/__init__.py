"""What must be right before a report is issued."""
