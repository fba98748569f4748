"""A stranger's PDF is read in a process of its own, or refused in words."""

import os
import re
import time
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from papers import pages, reader
from papers.blocks import Paragraph
from papers.model import texts
from papers.pages import attachments_of, page_numbers, read_pages
from papers.pdf import Attachment, render
from papers.text import DocumentRefused
from tests.papers.sample_document import sample_document

DATA = Attachment("report.json", b'{"a": "\xc4\x91"}', "application/json", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def sample():
    return render(sample_document(), [DATA])


def bare(text):
    return re.sub(r"\s", "", text)


def saved(file, **how):
    kept = BytesIO()
    file.save(kept, **how)
    return kept.getvalue()


def refusal(content, look=read_pages):
    with pytest.raises(DocumentRefused) as caught:
        look(content)
    return caught.value.code


def test_the_pages_of_a_report_are_counted_and_read_in_composed_letters(sample):
    found = read_pages(sample.content)
    assert (found.count, len(found.texts)) == (sample.pages, sample.pages)
    begun = [
        bare(text)[:40] for text in texts(sample_document())
    ]  # where a page ends its number comes between
    assert [start for start in begun if start not in bare(found.text)] == []


def test_the_number_of_a_page_is_known_and_a_figure_that_stands_alone_is_none(sample):
    numbers = page_numbers(read_pages(sample.content).texts, ["DỰ THẢO"])
    assert numbers == ("", "2", "3", "4", "", "2", "3", "")
    assert page_numbers(["Một", "Hai\n120", "3\nBa", "Bốn\n4\n120", "Phụ lục", "Năm\n2"]) == (
        "", "", "", "", "", "2",
    )  # fmt: skip


def test_the_files_it_carries_come_out_as_they_went_in(sample):
    assert attachments_of(sample.content) == {"report.json": DATA.content}
    assert attachments_of(render(sample_document(blocks=(), annexes=())).content) == {}


def test_what_is_no_pdf_is_damaged_or_locked_is_refused_in_words(sample):
    with pikepdf.open(BytesIO(sample.content)) as file:
        locked = saved(file, encryption=pikepdf.Encryption(owner="x", user="y"))
    given = (b"", b"PK\x03\x04", b"%PDF-1.7\nnonsense", locked)
    assert [refusal(content) for content in given] == ["not_a_pdf", "not_a_pdf", "broken", "encrypted"]
    assert [refusal(content, attachments_of) for content in given] == [
        "not_a_pdf",
        "not_a_pdf",
        "broken",
        "encrypted",
    ]


def test_a_file_beyond_the_bounds_is_refused(sample, monkeypatch):
    monkeypatch.setattr(pages, "MOST_PAGES", sample.pages - 1)
    assert refusal(sample.content) == "too_many"
    monkeypatch.undo()
    monkeypatch.setattr(pages, "MOST_CHARACTERS", 100)
    assert refusal(sample.content) == "too_large"
    monkeypatch.setattr(pages, "MOST_CARRIED", 5)
    assert refusal(sample.content, attachments_of) == "too_large"
    monkeypatch.setattr(pages, "MOST_BYTES", 1_000)
    assert refusal(sample.content) == "too_large"


def test_an_attached_file_that_unpacks_beyond_the_bounds_is_refused():
    file = pikepdf.new()
    file.add_blank_page()
    file.attachments["bomb"] = pikepdf.AttachedFileSpec(file, b"x", filename="bomb")
    bomb = file.make_stream(b"")
    bomb.write(zlib.compress(bytes(50_000_000), 9), filter=pikepdf.Name.FlateDecode)
    for name in ("/F", "/UF"):
        file.attachments["bomb"].obj.EF[name] = bomb
    assert refusal(saved(file), attachments_of) == "too_large"


def test_a_file_that_takes_for_ever_is_given_up(sample, monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(pages, "READER", slow)
    monkeypatch.setattr(pages, "SECONDS", 0.5)
    begun = time.monotonic()
    assert refusal(sample.content) == "broken"
    assert time.monotonic() - begun < 5


def test_the_reader_sees_no_environment(sample, monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os, sys\nprint(json.dumps({'texts': sorted(os.environ) + [str(sys.flags.isolated)]}))\n"
    )
    monkeypatch.setattr(pages, "READER", spy)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "secret")
    assert set(read_pages(sample.content).texts) - {"LC_CTYPE"} == {"1"}
    assert os.environ["PORTAL_SECRET_KEY"] == "secret"


def test_text_in_decomposed_letters_is_composed():
    assert pages._readable("\r\na\r\nb\ufffe\0\rc") == "a\nb\nc"
    assert pages._readable("Na\u0306m") == "Năm"
    assert (
        "Năng suất" in read_pages(render(sample_document(blocks=(Paragraph.of("Năng suất"),))).content).text
    )


def test_the_reader_has_nothing_of_the_portal():
    source = pages.READER.read_text()
    assert re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE) == [
        "base64",
        "contextlib",
        "json",
        "resource",
        "sys",
        "io",
        "pypdfium2",
        "pikepdf",
    ]
    assert reader.ENCRYPTED == "encrypted"
