"""Empty places on the test's own server: a database of its own and a folder, gone after the test."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from scripts.supervisor.binaries import postgres_folder
from tests.jobs.worker import test_database_url

ROOT = Path(__file__).resolve().parents[2]
LIKE_PRODUCTION = (
    "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
)


def programs():
    """The folder of the pg_dump that belongs to the tests' server; another one in sight may be of an older version."""
    return str(postgres_folder())


@dataclass
class Place:
    """Another installation of the portal on the same server."""

    database: str
    folder: Path

    @property
    def address(self):
        """As ``DATABASE_URL``."""
        address, _mark, question = test_database_url().partition("?")
        return f"{address.rpartition('/')[0]}/{self.database}" + (f"?{question}" if question else "")

    def environment(self, **more):
        """What its processes are started with."""
        ours = {
            "DATABASE_URL": self.address,
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_PG_BIN": programs(),
        }
        return {**os.environ, "PORTAL_DEBUG": "1", "PORTAL_SECRET_KEY": "development-only", **ours, **more}

    def manage(self, *words, **more):
        """Run a command of the portal there; what it said, and its code."""
        command = [sys.executable, "manage.py", *map(str, words)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(**more), capture_output=True, text=True, check=False
        )

    @property
    def words(self):
        """As PostgreSQL's own programs take it, also for a server on a socket."""
        params = connection.get_connection_params()
        known = {name: params[name] for name in ("user", "host", "port", "password") if params.get(name)}
        return make_conninfo(dbname=self.database, **known)

    @contextmanager
    def open(self):
        """A plain connection to its database."""
        with psycopg.connect(self.words, autocommit=True) as line:
            yield line


@contextmanager
def empty_place(folder):
    """A new database and a folder that does not exist yet."""
    name = f"test_place_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} {LIKE_PRODUCTION}")
    try:
        yield Place(name, folder)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
