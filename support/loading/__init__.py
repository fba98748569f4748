"""Bringing the support contents of the plans from their text files into the database."""
