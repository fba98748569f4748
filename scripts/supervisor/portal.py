"""The portal's own three processes, and how one knows that they answer."""

import http.client
import os
import secrets
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.places import REPOSITORY, Places

HOST = "127.0.0.1"
ENTRY = REPOSITORY / "scripts" / "entry"
HIGHEST_PORT = 65535


def wanted_port() -> int:
    """The port of ``PORT``, 8000 by default; complains about what is not a port."""
    given = os.environ.get("PORT", "") or "8000"
    if not given.isdecimal() or not 0 < int(given) <= HIGHEST_PORT:
        raise Complaint(
            f"PORT={given} is not a port (1 to 65535).", f"PORT={given} không phải là số cổng (1–65535)."
        )
    return int(given)


def require_free_port(port: int) -> None:
    """Complain, before anything starts, when somebody else already listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Complaint(
                f"Port {port} needs special rights; choose one above 1023: PORT=8001 make run",
                f"Cổng {port} cần quyền đặc biệt; hãy chọn cổng trên 1023: PORT=8001 make run",
            ) from None
        except OSError:
            raise Complaint(
                f"Port {port} is taken by another program. Choose another one: PORT={port % HIGHEST_PORT + 1} make run",
                f"Cổng {port} đang được dùng. Hãy chọn cổng khác: PORT={port % HIGHEST_PORT + 1} make run",
            ) from None


def environment(places: Places, port: int) -> dict[str, str]:
    """The settings of a trial on this machine; what the person set before wins."""
    ours = {
        "PORTAL_ALLOWED_HOSTS": f"localhost,{HOST},[::1]",
        "PORTAL_ORIGINS": f"http://localhost:{port},http://{HOST}:{port}",
        "PORTAL_BASE_URL": f"http://localhost:{port}",
        "PORTAL_EMAIL_URL": f"filemail:///{quote(str(places.data / 'mails'))}",  # staff read them in the portal, nothing leaves
        "PORTAL_PLAIN_HTTP": "1",  # there is no TLS in front of a trial
        "PORTAL_DATA_DIR": str(places.data),
        "PORTAL_STATIC_ROOT": str(places.static),
        "PORTAL_BIND": f"{HOST}:{port}",
        "PORTAL_METRICS_DIR": str(places.var / "metrics"),
        "PORTAL_BEAT_FILE": str(places.state / "beat-schedule"),
        "PYTHONUNBUFFERED": "1",
    }
    if not {"PORTAL_SECRET_KEY", "PORTAL_SECRET_KEY_FILE"} & set(os.environ):
        ours["PORTAL_SECRET_KEY_FILE"] = str(secret_key_file(places))
    return ours | os.environ


def secret_key_file(places: Places) -> Path:
    """The secret of this clone, made once and readable only for its owner."""
    file = places.var / "secret-key"
    if not file.exists():
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48), encoding="ascii")
        unfinished.rename(file)
    return file


def children(places: Places, env: Mapping[str, str]) -> list[Child]:
    """Web server, worker and beat, all through the one entry point production uses too."""
    return [
        Child("web", [ENTRY, "web"], places.logs / "web.log", env, REPOSITORY, death_signal=signal.SIGQUIT),
        # A killed worker is no loss: its job knows where to go on.
        Child(
            "worker",
            [ENTRY, "worker"],
            places.logs / "worker.log",
            env,
            REPOSITORY,
            death_signal=signal.SIGKILL,
        ),
        Child("beat", [ENTRY, "beat"], places.logs / "beat.log", env, REPOSITORY),
    ]


def answers(port: int) -> bool:
    """Whether the portal says that it is well."""
    line = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        line.request("GET", "/healthz/")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
