"""The front server of a deployment, on one machine: nginx with ``deploy/nginx.conf``, its addresses and folders changed."""

import shutil
import subprocess
from pathlib import Path

from scripts.supervisor.child import Child
from scripts.supervisor.complaint import Complaint
from scripts.supervisor.places import REPOSITORY, Places

PATTERN = REPOSITORY / "deploy" / "nginx.conf"
WHOLE = """
error_log {folder}/error.log warn;
pid {folder}/nginx.pid;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
  include {types};
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{site}
}}
"""
TYPES = Path("/etc/nginx/mime.types")


def program() -> str:
    """Where nginx is. Raises Complaint, in one line, where it is not installed."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Complaint(
            "nginx is missing: install the Debian package nginx and run this again.",
            "Thiếu nginx: hãy cài gói nginx của Debian rồi chạy lại.",
        )
    return found


def certificate(folder: Path) -> None:
    """A certificate of two days for this machine alone, which nobody but the people of the harness trusts."""
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )


def site(
    pattern: str, *, folder: Path, static: Path, port: int, plain_port: int, nodes: list[int], is_old: bool
) -> str:
    """The deployment's own file, for these nodes and folders; ``is_old``: an nginx that asks for HTTP/2 otherwise.

    Raises ValueError where the file no longer reads as expected.
    """
    servers = " ".join(f"server 127.0.0.1:{node};" for node in nodes)
    changes = {
        "server web:8000;": servers,
        "listen 80 default_server;": f"listen 127.0.0.1:{plain_port} default_server;",
        "listen 443 ssl default_server;": f"listen 127.0.0.1:{port} ssl default_server;",
        "${PORTAL_HOST}": "127.0.0.1",
        "/run/secrets/tls_certificate": f"{folder}/certificate.pem",
        "/run/secrets/tls_key": f"{folder}/key.pem",
        "alias /srv/static/;": f"alias {static}/;",
    }
    for before, after in changes.items():
        if before not in pattern:
            raise ValueError(f"deploy/nginx.conf has no “{before}”")
        pattern = pattern.replace(before, after)
    if is_old:
        pattern = pattern.replace("    http2 on;\n", "").replace(
            " ssl default_server;", " ssl http2 default_server;"
        )
    return pattern


def _is_old() -> bool:
    """Before 1.25.1 HTTP/2 was asked for in another way."""
    told = subprocess.run([program(), "-v"], capture_output=True, text=True, check=False).stderr
    version = told.strip().rpartition("/")[2].split(" ")[0]
    return tuple(int(part) for part in version.split(".")[:3]) < (1, 25, 1)


def front(places: Places, *, port: int, plain_port: int, nodes: list[int]) -> Child:
    """nginx in front of the nodes, as a process."""
    folder = places.var / "front"
    folder.mkdir(exist_ok=True)
    certificate(folder)
    made = site(
        PATTERN.read_text(encoding="utf-8"),
        folder=folder,
        static=places.static,
        port=port,
        plain_port=plain_port,
        nodes=nodes,
        is_old=_is_old(),
    )
    file = folder / "nginx.conf"
    file.write_text(WHOLE.format(folder=folder, types=TYPES, site=made), encoding="utf-8")
    command = [program(), "-c", str(file), "-p", str(folder), "-g", "daemon off;"]
    return Child("front", command, places.logs / "front.log")
