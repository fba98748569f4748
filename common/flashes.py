"""The short message after a step, in a cookie whose name binds it to this host like the others."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Messages in a signed cookie."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class HostMessages(FallbackStorage):
    """A cookie, and the session for what does not fit into it."""

    storage_classes = (HostCookieStorage, SessionStorage)
