"""Bringing provinces and organisations from their text files into the database."""
