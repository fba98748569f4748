"""Screens of periods, submissions and reports."""
