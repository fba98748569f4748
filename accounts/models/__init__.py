"""The person who signs in, and a change of their address that two mailboxes agree to."""

from accounts.models.address import AddressChange, AddressOutcome
from accounts.models.user import User, UserManager

__all__ = ["AddressChange", "AddressOutcome", "User", "UserManager"]
