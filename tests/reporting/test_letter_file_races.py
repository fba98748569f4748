"""Files of a letter while others store, drop and delete them: what the row names is always there."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from papers import files
from papers.codec import from_json, to_json
from reporting.actions.letter_files import LETTERS, request_files
from reporting.models import Letter
from tests.factories.reporting import stage
from tests.reporting.test_letter_pages import call

FLOWING = replace(LETTERS, says=lambda _letter: None)  # as a paper that still follows what is behind it


def a_letter():
    """A call that waits for its files, and who wrote it."""
    scene = stage(opened=False)
    scene.open(locks_on=timezone.localdate() + dt.timedelta(40))
    return call(scene), scene.specialist


def reworded(letter):
    """The letter with another closing, as if it were composed again."""
    letter.composed = to_json(replace(from_json(letter.composed), closing="Xin cảm ơn./."))
    letter.save(update_fields=["composed"])
    return letter


@pytest.mark.django_db
def test_files_deleted_late_take_none_away_that_was_stored_meanwhile(django_capture_on_commit_callbacks):
    letter = files.render(a_letter()[0], LETTERS)
    with django_capture_on_commit_callbacks() as late:
        files.drop_files(letter)
    files.render(letter, LETTERS)
    for delete in late:
        delete()
    letter.refresh_from_db()
    assert files.has_files(letter)


@pytest.mark.django_db(transaction=True)
def test_an_old_file_that_cannot_be_deleted_costs_no_new_one():
    letter = files.render(a_letter()[0], LETTERS)
    old = Path(default_storage.path(letter.pdf.name))
    old.unlink()
    (old / "stuck").mkdir(parents=True)  # a folder that holds something cannot be deleted as a file is
    letter = files.render(reworded(letter), FLOWING)
    assert (letter.pdf.name.endswith(old.name), files.has_files(letter)) == (False, True)
    now = Path(default_storage.path(letter.pdf.name))
    now.unlink()
    (now / "stuck").mkdir(parents=True)
    went_on = []
    with transaction.atomic():
        files.drop_files(letter)
        transaction.on_commit(lambda: went_on.append(letter.pdf.name))
    assert went_on == [""]


@pytest.mark.django_db
def test_the_files_asked_for_are_those_of_the_letter_as_it_stands():
    letter, specialist = a_letter()
    old = Letter.objects.get(pk=letter.pk)
    newest = request_files(letter=reworded(letter), by=specialist)
    assert request_files(letter=old, by=specialist) == newest
