"""Bringing the enacted plans from their text files into the database."""
