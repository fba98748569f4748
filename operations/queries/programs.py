"""PostgreSQL's own programs, and how they are told which database is meant without a password in sight."""

import os
import shutil
import subprocess

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

SPOKEN = ("dbname", "user", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")


class NotInstalled(Exception):
    """A program of PostgreSQL is not on this machine."""


class Stopped(Exception):
    """A program of PostgreSQL did not come to its end."""


def program(name: str) -> str:
    """The path of ``pg_dump`` or ``pg_restore``. NotInstalled: say where they are in ``PORTAL_PG_BIN``."""
    found = shutil.which(name, path=settings.PG_BIN or None)
    if found is None:
        raise NotInstalled(
            f"{name} was not found; install PostgreSQL's client or set PORTAL_PG_BIN to its folder."
        )
    return found


def database_address() -> str:
    """The portal's database as these programs take it; the password travels in the environment."""
    params = connection.get_connection_params()
    return make_conninfo(**{name: params[name] for name in SPOKEN if params.get(name) not in (None, "")})


def run(name: str, *words: str) -> None:
    """Let such a program work on the portal's database. Stopped where it fails; it has said why itself."""
    command = [program(name), *words, f"--dbname={database_address()}"]
    ended = subprocess.run(command, check=False, env=_with_password())  # noqa: S603 - PostgreSQL's program, our own words
    if ended.returncode:
        raise Stopped(f"{name} ended with status {ended.returncode}; what it says of it stands above.")


def _with_password() -> dict[str, str]:
    password = connection.get_connection_params().get("password")
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
