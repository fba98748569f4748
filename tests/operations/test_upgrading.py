"""A portal of the first version, with its rows, becomes one of today while people read it.

``first-set.dump`` is what the first migrations and the demo of that time made: written once, never again.
"""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.operations.places import ROOT, empty_place, programs

DUMP = Path(__file__).with_name("first-set.dump")
LONGEST_WAIT = 8.0  # seconds a reader may wait for a page's query; a lock is asked for one second at a time
READ = (
    "accounts_user",
    "organisations_organisation",
    "programmes_target",
    "reporting_submission",
    "reporting_figure",
)
# reporting_report was a printing that can be made again at any time; 0007 of reporting lets it go
KEPT = (
    *READ,
    "journal_entry",
    "outbox_mail",
    "outbox_notice",
    "reporting_statement",
    "enterprises_enterprise",
    "jobs_job",
)
SHAPE = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "triggers": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
}
ASKED = """
from django.test import Client
from accounts.models import User
from reporting.models import Submission
client = Client()
client.force_login(User.objects.get(email="chuyen-vien.hung-yen@demo.example"), "django.contrib.auth.backends.ModelBackend")
places = ["/", "/ke-hoach/", "/bao-cao-tong-hop/", f"/phieu/{Submission.objects.filter(organisation__province__name='Hưng Yên').first().pk}/"]
print([client.get(place, HTTP_HOST="localhost").status_code for place in places])
"""


class Reader(threading.Thread):
    """Reads tables again and again as pages do, and notes the longest wait."""

    def __init__(self, place):
        super().__init__(daemon=True)
        self.place, self.over, self.longest, self.reads = place, threading.Event(), 0.0, 0

    def run(self):
        with self.place.open() as line:
            while not self.over.is_set():
                for table in READ:
                    begun = time.monotonic()
                    line.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names from above
                    self.longest = max(self.longest, time.monotonic() - begun)
                    self.reads += 1
                self.over.wait(0.05)


class LongReader(threading.Thread):
    """Somebody's table is held open by one long reading, until it is let go."""

    def __init__(self, place):
        super().__init__(daemon=True)
        self.place, self.began, self.enough = place, threading.Event(), threading.Event()

    def run(self):
        with self.place.open() as line, line.transaction():
            line.execute("SELECT count(*) FROM reporting_submission")
            self.began.set()
            self.enough.wait(300)


def upgrade(place, holder):
    """Upgrade; the long reading ends once the upgrade has met it. Its words and its code."""
    command = [sys.executable, "manage.py", "migrate_gently", "--wait", "1", "-v", "0"]
    said = []
    with subprocess.Popen(
        command, cwd=ROOT, env=place.environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        for line in process.stderr:
            said.append(line)
            if "in use" in line:
                holder.enough.set()
    holder.enough.set()
    return "".join(said), process.returncode


def counts(place, tables):
    with place.open() as line:
        return {table: line.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608 - names from above


def plain(value):
    """A definition without the casts and brackets a dump writes otherwise than a migration."""
    return re.sub(r"::[a-z ]+(\[\])?|[()\s]", "", value) if isinstance(value, str) else value


def shape_of(execute):
    return {name: {tuple(map(plain, row)) for row in execute(query)} for name, query in SHAPE.items()}


def own_shape():
    def execute(query):
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    return shape_of(execute)


@pytest.mark.django_db(transaction=True)
def test_a_loaded_portal_of_the_first_version_becomes_one_of_today_while_people_read(tmp_path):
    program = Path(programs()) / "pg_restore"
    with empty_place(tmp_path / "data") as place:
        subprocess.run([program, "--exit-on-error", "--no-owner", "--dbname", place.words, DUMP], check=True)
        before = counts(place, KEPT)
        reader, holder = Reader(place), LongReader(place)
        reader.start()
        holder.start()
        holder.began.wait(10)
        words, code = upgrade(place, holder)
        reader.over.set()
        reader.join()
        holder.join()
        assert code == 0, words
        assert "A table is in use; trying again." in words
        assert reader.longest < LONGEST_WAIT, f"a reader waited {reader.longest:.1f} s"
        assert reader.reads > 100
        assert counts(place, KEPT) == before
        assert place.manage("migrate", "--check").returncode == 0
        with place.open() as line:
            upgraded = shape_of(lambda query: line.execute(query).fetchall())
        fresh = own_shape()
        for name in SHAPE:
            assert upgraded[name] ^ fresh[name] == set(), name
        said = place.manage("shell", "-v", 0, "-c", ASKED)
        assert said.stdout.strip() == "[200, 200, 200, 200]", said.stderr[-2000:]
