"""What a first visit weighs: the real web server in production settings, a browser with an empty cache."""

import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.pages import Screen
from bench.table import kilobytes, table

ENTRY = Path(__file__).resolve().parents[1] / "scripts" / "entry"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
KINDS = ("Document", "Stylesheet", "Script", "Font")
PATIENCE = 30.0  # seconds until the web server has to answer
GOAL = 150_000


@contextmanager
def web_server(env: Mapping[str, str]) -> Iterator[str]:
    """The portal's own web server on a free port; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    facts = dict(env) | {"PORTAL_BIND": f"127.0.0.1:{port}", "PORTAL_WEB_WORKERS": "1"}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen([ENTRY, "web"], env=facts, stdout=log, stderr=log)  # noqa: S603 - our own script
        try:
            _wait(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/healthz/")
            if line.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    raise RuntimeError("The web server did not answer.")


def weights(shown: list[Screen], env: Mapping[str, str]) -> str:
    """Bytes on the wire of a first visit, by kind, as Chromium counts them."""
    if CHROMIUM is None:
        return "\nFirst visit: NOT MEASURED, the package chromium is missing."
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    zipped = [
        screen.visitor.look(screen.path).zipped for screen in shown
    ]  # Playwright's loop keeps Django out
    rows = []
    with web_server(env) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for screen, compressed in zip(shown, zipped, strict=True):
            context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
            if screen.visitor.cookie:
                context.add_cookies([{"name": "sessionid", "value": screen.visitor.cookie, "url": base}])
            moved, count = _visit(context.new_page(), base + screen.path)
            context.close()
            direct = sum(moved.values())
            proxied = direct - moved["Document"] + compressed
            kinds = [kilobytes(moved.pop(kind, 0)) for kind in KINDS]
            rest = kilobytes(sum(moved.values()))
            whole = (kilobytes(direct), kilobytes(proxied), f"{proxied / GOAL:.0%}")
            rows.append((screen.name, *kinds, rest, str(count), *whole))
        browser.close()
    return table(
        "First visit, kB on the wire",
        (
            "page",
            "HTML",
            "css",
            "js",
            "fonts",
            "rest",
            "requests",
            "direct",
            "by proxy",
            f"of {GOAL // 1000} kB",
        ),
        rows,
        (
            "direct: gunicorn and whitenoise in production settings, Chromium with an empty cache; headers are counted.",
            "by proxy: the same with the HTML compressed, as deploy/nginx.conf does it. The goal is meant for this one.",
        ),
    )


def _visit(page: Any, address: str) -> tuple[Counter[str], int]:
    """Bytes by kind of request, and how many requests there were."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    moved: Counter[str] = Counter()
    wire.on("Network.responseReceived", lambda said: kinds.setdefault(said["requestId"], said["type"]))
    wire.on(
        "Network.loadingFinished",
        lambda said: moved.update({kinds.get(said["requestId"], "Other"): int(said["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    return moved, len(kinds)
