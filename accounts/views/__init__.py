"""A person's own account: second factor, sessions, address."""

from accounts.views.addresses import address_answer, address_change
from accounts.views.identity import identity_callback, identity_login
from accounts.views.second_factor import second_factor
from accounts.views.sessions import session_list

__all__ = [
    "address_answer",
    "address_change",
    "identity_callback",
    "identity_login",
    "second_factor",
    "session_list",
]
