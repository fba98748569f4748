"""Screens of consolidated reports."""
