"""A person's own account: second factor, sessions, address."""

from accounts.views.second_factor import second_factor
from accounts.views.sessions import session_list

__all__ = ["second_factor", "session_list"]
