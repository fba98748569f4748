"""What people and the portal do with consolidated reports."""
