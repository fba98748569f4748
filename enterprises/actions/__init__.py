"""Entering enterprises into the register, by others and by themselves; their people."""

from enterprises.actions.register import register
from enterprises.actions.registering import Registered, Wanted, register_own, register_visitor

__all__ = ["Registered", "Wanted", "register", "register_own", "register_visitor"]
