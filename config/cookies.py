"""Cookies: no script of ours reads one; behind TLS their names bind them to this very host (RFC 6265bis)."""


def cookies(prefix: str, *, is_secure: bool) -> dict[str, object]:
    """The settings of all cookies, whose names begin with ``prefix``; ``is_secure`` unless a trial speaks plain HTTP."""
    settings: dict[str, object] = {"MESSAGE_STORAGE": "common.flashes.HostMessages"}
    for cookie, name in {
        "SESSION": "sessionid",
        "CSRF": "csrftoken",
        "LANGUAGE": "django_language",
    }.items():
        settings |= {
            f"{cookie}_COOKIE_NAME": f"{prefix}{name}",
            f"{cookie}_COOKIE_SECURE": is_secure,
            f"{cookie}_COOKIE_HTTPONLY": True,
            f"{cookie}_COOKIE_SAMESITE": "Lax",
        }
    return settings
