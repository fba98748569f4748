"""Long work as a row a person can watch, leave and find again."""
