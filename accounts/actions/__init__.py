"""Opening an account, its sessions, its address."""

from accounts.actions.registration import forget_known_address, open_account

__all__ = ["forget_known_address", "open_account"]
