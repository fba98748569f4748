"""Files whose row never came are removed once nobody can be at work on them; all others stay."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.utils import timezone

from common.errors import RuleBroken
from common.storage import BEGUN
from common.stored import forget_files, take_back
from jobs.models import Job
from jobs.strays import drop_strays
from tests.factories.support import SubmittedFactory
from tests.support.papers import a_file

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def kept(name):
    return default_storage.save(name, ContentFile(b"x"))


def names(folder):
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def an_hour_later():
    return timezone.now() + HOUR


def test_a_file_without_a_row_goes_after_an_hour_and_not_before():
    stray = kept("evidence/a.pdf")
    assert (drop_strays(timezone.now()), default_storage.exists(stray)) == ([], True)
    assert (drop_strays(an_hour_later()), default_storage.exists(stray)) == ([stray], False)
    assert names(BEGUN) == []


def test_what_a_row_or_a_job_names_stays_and_is_not_looked_at_again():
    attachment = a_file(SubmittedFactory())
    made, waits = kept("exports/1.zip"), kept("received/waiting/1.pdf")
    Job.objects.create(kind="x", title="x", result={"file": made}, asked_for={"file": waits})
    assert len(names(BEGUN)) == 3
    assert (drop_strays(an_hour_later()), names(BEGUN)) == ([], [])
    stands = [default_storage.exists(name) for name in (attachment.file.name, made, waits)]
    assert stands == [True, True, True]


def test_a_name_that_was_given_anew_a_moment_ago_is_left_to_its_writer():
    kept("reports/1/x.pdf")
    [note] = names(BEGUN)
    os.utime(default_storage.path(f"{BEGUN}/{note}"), (0, 0))
    assert (drop_strays(timezone.now()), names("reports/1")) == ([], ["x.pdf"])


def test_what_a_rolled_back_transaction_wrote_goes_and_what_it_took_away_stays():
    kept_file = a_file(SubmittedFactory())
    with transaction.atomic():
        written = a_file(SubmittedFactory()).file.name
        forget_files([kept_file])
        kept_file.delete()
        transaction.set_rollback(True)
    assert drop_strays(an_hour_later()) == [written]
    assert default_storage.exists(kept_file.file.name)


def test_an_empty_note_and_a_file_that_could_not_be_written_leave_nothing():
    place = Path(default_storage.path(f"{BEGUN}/x"))
    place.parent.mkdir(parents=True)
    place.touch()
    assert (drop_strays(an_hour_later()), names(BEGUN)) == ([], [])
    Path(default_storage.path("taken")).touch()
    with pytest.raises((FileExistsError, NotADirectoryError)):
        default_storage.save("taken/a.pdf", ContentFile(b"x"))
    assert names(BEGUN) == []


@pytest.mark.parametrize(
    ("fault", "stays"),
    [(RuleBroken("x"), False), (OperationalError("the line broke"), True), (SystemExit(1), True)],
)
def test_a_file_is_taken_back_only_when_its_row_is_surely_not_there(fault, stays):
    name = kept("evidence/b.pdf")
    take_back(fault, name, "", None)
    assert default_storage.exists(name) == stays
