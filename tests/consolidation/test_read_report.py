"""``manage.py read_report``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from consolidation.documents import seal
from tests.consolidation.sealed import TABLE, THEIR_KEY, a_sealed_pdf, the_sealed_pdf, their_public_key
from tests.factories.consolidation import InstallationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(the_sealed_pdf())
    return path


def read(path, **how):
    out = StringIO()
    call_command("read_report", str(path), stdout=out, **how)
    return out.getvalue()


def test_it_says_what_the_file_is_and_whose_seal_it_bears(file, settings):
    print_of = seal.fingerprint(their_public_key())
    said = read(file)
    assert said.startswith("The report is whole: seal, table and pages say the same.\nHưng Yên, năm 2026\n")
    assert f"Key {print_of}: of a portal nobody here has confirmed" in said
    InstallationFactory(name="Cổng Hưng Yên", public_key=their_public_key())
    assert f"Key {print_of}: Cổng Hưng Yên" in read(file)
    settings.PORTAL_SEAL_KEY = THEIR_KEY
    assert f"Key {print_of}: this portal's own" in read(file)


def test_it_writes_the_data_as_json(file):
    assert json.loads(read(file, json=True))["province"] == {"code": "33", "name": "Hưng Yên"}


def test_it_fails_in_words_where_the_file_is_altered_unreadable_or_not_there(file, tmp_path):
    file.write_bytes(a_sealed_pdf(table=TABLE + b"1"))
    with pytest.raises(CommandError, match="The table of targets was changed"):
        read(file)
    file.write_bytes(b"x")
    with pytest.raises(CommandError, match="This is not a PDF file"):
        read(file)
    with pytest.raises(CommandError, match="No such file"):
        read(tmp_path / "none.pdf")
