"""A report that carries its data is read and believed only if data, table and pages are as they were sealed."""

import json
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from consolidation.actions.receiving import receive_report
from consolidation.actions.trusting import trust_installation
from consolidation.documents import seal
from consolidation.documents.carried import REPORT_JSON, TARGETS_CSV
from consolidation.documents.taking_over import read_report
from papers.blocks import Paragraph
from papers.model import Annex
from papers.text import DocumentRefused
from tests.consolidation.lives import a_house, numbered
from tests.consolidation.sealed import (
    TABLE,
    a_paper,
    a_sealed_pdf,
    data_of,
    printed_paper,
    sealed_bytes,
    the_sealed_pdf,
    their_public_key,
    with_files,
)
from tests.factories.accounts import AdministratorFactory
from tests.papers.sample_document import sample_document


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def problems(*files, document=None):
    return read_report(with_files(document or a_paper(), *files)).problems


def good(document=None):
    return sealed_bytes(data_of(document or a_paper()))


def refusal(content):
    with pytest.raises(DocumentRefused) as no:
        read_report(content)
    return no.value.code


def saved(file, **how):
    out = BytesIO()
    file.save(out, **how)
    return out.getvalue()


def test_a_whole_report_is_read_with_its_data():
    reading = read_report(the_sealed_pdf())
    assert reading.problems == ()
    assert reading.data["report"]["number"] == 5
    assert reading.key == their_public_key()
    assert reading.pages >= 2


def test_every_kind_of_block_is_found_on_the_pages():
    document = sample_document(draft=True, rows=60)
    data = sealed_bytes(data_of(document))
    assert problems((REPORT_JSON, data), (TARGETS_CSV, TABLE), document=document) == ()


def test_data_that_were_changed_are_noticed():
    told = json.loads(good())
    told["targets"][0]["year_value"] = "120"
    found = problems((REPORT_JSON, json.dumps(told).encode()), (TARGETS_CSV, TABLE))
    assert found == ("The data were changed after they were sealed, or the seal is of another report.",)


def test_a_table_that_was_changed_or_is_missing_is_noticed():
    changed = TABLE.replace(b"12", b"13")
    found = problems((REPORT_JSON, good()), (TARGETS_CSV, changed))
    assert found == ("The table of targets was changed: it is not the one the data were sealed with.",)
    assert problems((REPORT_JSON, good())) == ("The table of targets that belongs to the data is missing.",)


def test_a_page_that_says_something_else_is_noticed():
    paper = a_paper()
    more = a_paper(place="Hưng Yên")
    first = next(place for place, block in enumerate(paper.blocks) if isinstance(block, Paragraph))
    changed = list(paper.blocks)
    changed[first] = Paragraph.of("Đã hỗ trợ 999 doanh nghiệp.")
    files = ((REPORT_JSON, good(paper)), (TARGETS_CSV, TABLE))
    (found,) = read_report(with_files(_with(paper, changed), *files)).problems
    assert "999 doanh nghiệp" in found
    (found,) = read_report(with_files(_with(more, [*more.blocks, Paragraph.of("Thêm.")]), *files)).problems
    assert "Thêm." in found
    (found,) = read_report(with_files(_with(more, more.blocks[:-1]), *files)).problems
    assert found.startswith("On page ")


def test_a_figure_lengthened_at_the_end_of_a_page_is_noticed():
    paper = replace(a_paper(), annexes=(Annex("Số người", (Paragraph.of("120"),)),))
    more = replace(paper, annexes=(Annex("Số người", (Paragraph.of("120"), Paragraph.of("000"))),))
    files = ((REPORT_JSON, good(paper)), (TARGETS_CSV, TABLE))
    assert problems(*files, document=paper) == ()
    (found,) = problems(*files, document=more)
    assert "more than in the sealed data: “000”" in found


def test_a_number_or_day_put_on_another_paper_is_noticed():
    files = ((REPORT_JSON, good()), (TARGETS_CSV, TABLE))
    (found,) = problems(*files, document=a_paper(number=6))
    assert (
        found
        == "On page 1 stands “06/BC-SKHCN Hưng Yên, ngày 25 tháng 11 n…” where the sealed data say “05/BC-SKHCN”."
    )


def test_data_of_another_report_attached_to_this_one_are_noticed():
    other = good(a_paper(place="Hà Giang", number=7))
    assert len(problems((REPORT_JSON, other), (TARGETS_CSV, TABLE))) == 1


def test_a_page_added_or_taken_away_is_noticed():
    with (
        pikepdf.open(BytesIO(the_sealed_pdf())) as file,
        pikepdf.open(BytesIO(printed_paper(a_paper()))) as other,
    ):
        file.pages.append(other.pages[0])
        (more,) = read_report(saved(file)).problems
        del file.pages[-1]
        assert read_report(saved(file)).problems == ()
        del file.pages[-1]
        (less,) = read_report(saved(file)).problems
    assert "more than in the sealed data" in more
    assert "missing" in less


def test_a_seal_that_is_missing_is_noticed():
    bare = json.dumps(data_of(a_paper())).encode()
    found = problems((REPORT_JSON, bare), (TARGETS_CSV, TABLE))
    assert found == ("The data carry no seal, so nobody can tell who wrote them.",)


def test_a_seal_that_claims_another_key_is_noticed():
    told = json.loads(good())
    told["seal"]["key"] = their_public_key("aa" * 32)
    assert len(problems((REPORT_JSON, json.dumps(told).encode()), (TARGETS_CSV, TABLE))) == 1


def test_a_further_file_and_a_draft_are_noticed():
    (found,) = problems((REPORT_JSON, good()), (TARGETS_CSV, TABLE), ("virus.exe", b"MZ"))
    assert "virus.exe" in found
    (found,) = read_report(a_sealed_pdf(draft=True)).problems
    assert found.startswith("This is a draft")


def test_what_cannot_be_read_is_refused_in_words():
    paper = a_paper()
    with pikepdf.open(BytesIO(the_sealed_pdf())) as file:
        locked = saved(file, encryption=pikepdf.Encryption(owner="x", user="y"))
    assert refusal(b"") == "empty"
    assert refusal(b"PK\x03\x04") == "not_a_pdf"
    assert refusal(b"%PDF-1.7 \n nonsense") == "broken"
    assert refusal(locked) == "encrypted"
    assert refusal(printed_paper(paper)) == "no_data"
    assert refusal(with_files(paper, (REPORT_JSON, b"\xff{"))) == "unreadable"
    assert refusal(with_files(paper, (REPORT_JSON, b"[" * 100_000))) == "unreadable"
    assert refusal(with_files(paper, (REPORT_JSON, b'{"kind": 1, "kind": 2}'))) == "unreadable"
    assert refusal(with_files(paper, (REPORT_JSON, b'{"a": 1.5}'))) == "unreadable"
    assert refusal(with_files(paper, (REPORT_JSON, b"[]"))) == "other_data"
    assert (
        refusal(with_files(paper, (REPORT_JSON, sealed_bytes(data_of(paper, schema=99))))) == "other_schema"
    )
    assert (
        refusal(with_files(paper, (REPORT_JSON, sealed_bytes(data_of(paper, targets=[1]))))) == "incomplete"
    )
    assert (
        refusal(with_files(paper, (REPORT_JSON, sealed_bytes(data_of(paper, text=[{"kind": 1}])))))
        == "incomplete"
    )


def test_a_file_that_unpacks_without_end_is_refused():
    bomb = with_files(a_paper(), (REPORT_JSON, b" " * 25_000_000))
    assert len(bomb) < 2_000_000
    assert refusal(bomb) == "too_large"


def _with(paper, blocks):
    return replace(paper, blocks=tuple(blocks))


@pytest.mark.django_db
def test_a_numbered_report_of_this_portal_is_whole_and_is_taken_over_by_another(settings):
    house = a_house()
    report = numbered(house)
    with report.pdf.open("rb") as file:
        content = file.read()
    reading = read_report(content)
    assert (reading.problems, reading.key) == ((), seal.public_key())
    facts = {
        "name": "Cổng kia",
        "public_key": reading.key,
        "checked": "Gọi điện",
        "by": AdministratorFactory(),
    }
    settings.PORTAL_SEAL_KEY = "aa" * 32
    trust_installation(**facts)
    received = receive_report(content=content, name="x.pdf", by=house.ministry)
    assert (received.province, received.code) == ("Hưng Yên", report.verify_code)
    assert received.number_line == report.number_and_symbol
