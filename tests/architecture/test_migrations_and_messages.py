"""No migration is missing, and everything a person reads is translated."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def incomplete(catalogue: polib.POFile) -> list[str]:
    """Messages without a Vietnamese sentence, or with one that only guesses."""
    return [entry.msgid for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]]


def test_vietnamese_is_complete():
    assert incomplete(polib.pofile(str(CATALOGUE))) == []


def test_a_planted_gap_is_found():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Save", msgstr=""))
    catalogue.append(polib.POEntry(msgid="Send", msgstr="Gửi", flags=["fuzzy"]))
    assert incomplete(catalogue) == ["Save", "Send"]


def test_the_compiled_catalogue_is_the_one_people_read():
    assert CATALOGUE.with_suffix(".mo").exists()
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    source = polib.pofile(str(CATALOGUE))
    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in source if not e.obsolete
    }


def messages_of(root: Path) -> set[tuple[str | None, str]]:
    """(context, message) of everything marked for translation below ``root``."""
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "vi", "--no-location", "--no-obsolete", "-v0"],
        cwd=root,
        check=True,
        capture_output=True,
    )
    catalogue = polib.pofile(str(root / CATALOGUE.relative_to(ROOT)))
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_every_message_of_the_code_is_in_the_catalogue(tmp_path):
    skipped = shutil.ignore_patterns(".*", "var", "static", "tests", "data", "__pycache__", "node_modules")
    shutil.copytree(ROOT, tmp_path / "copy", ignore=skipped)
    (tmp_path / "copy" / "static").mkdir()
    known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(CATALOGUE)) if not e.obsolete}
    assert messages_of(tmp_path / "copy") - known == set()
