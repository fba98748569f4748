"""Pages of plans, of the findings in them, and of who holds their roles."""
