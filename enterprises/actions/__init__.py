"""Entering enterprises into the register."""

from enterprises.actions.register import register

__all__ = ["register"]
