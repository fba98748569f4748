"""Secrets of second factors lie sealed in the database: a copy of it alone makes no codes."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

MARK = "sealed:"
PURPOSE = b"portal.second-factor."


def seal(text: str) -> str:
    """``text`` as it is stored."""
    return MARK + _keys().encrypt(text.encode()).decode()


def unseal(stored: str) -> str:
    """The text that was stored; what an earlier version stored open is returned as it is.

    ValueError where no key of this installation opens it: the secret key was changed without keeping the old one.
    """
    if not stored.startswith(MARK):
        return stored
    try:
        return _keys().decrypt(stored[len(MARK) :].encode()).decode()
    except InvalidToken as no:
        raise ValueError(
            "A second factor was sealed with another PORTAL_SECRET_KEY; name it in PORTAL_SECRET_KEY_FALLBACKS."
        ) from no


def _keys() -> MultiFernet:
    """The key of today first, then those before it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + secret.encode()).digest())
