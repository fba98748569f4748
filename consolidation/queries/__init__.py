"""What consolidated reports hold and how far they are."""
