"""Inviting people to act for organisations, and what becomes of it."""
