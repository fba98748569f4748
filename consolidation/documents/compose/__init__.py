"""What the sections, tables and annexes of a report say, from what was accepted."""
