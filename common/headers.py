"""What every answer carries beside the policy of its content, static files and refusals included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# The portal uses none of a visitor's devices. Passkeys are the one thing asked for, by our own pages only.
OWN_PAGES = ("publickey-credentials-create", "publickey-credentials-get")
NO_PAGE = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in OWN_PAGES), *(f"{name}=()" for name in NO_PAGE)])


def closing_headers(get_response: Answer) -> Answer:
    """Middleware, outside of whatever may answer: no device, no reader from another site, no sniffed type."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response

    return answer
