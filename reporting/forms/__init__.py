"""Forms of periods and submissions."""
