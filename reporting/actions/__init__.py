"""What people do with periods, submissions and reports."""
