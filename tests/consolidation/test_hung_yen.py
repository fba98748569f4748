"""The report of Hưng Yên for 2023, composed on the board by hand: the facts of the paper, the same text wherever it is read."""

import datetime as dt
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from consolidation.actions.passages import insert, remove
from consolidation.documents.assembling import assemble, compose
from consolidation.documents.facts import facts_of
from consolidation.models import Report
from consolidation.queries.incoming import placing_of
from organisations.models import Organisation, Role
from papers.codec import from_json
from papers.model import texts
from papers.pages import read_pages
from papers.pdf import render as to_pdf
from reporting.loading import load_periods
from reporting.models import ReportingPeriod
from tests.consolidation.lives import issued, let_all_pass, printed_elsewhere
from tests.factories.accounts import UserFactory
from tests.factories.consolidation import a_report
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 30)
NUMBER = re.compile(r"\w*\d[\w./-]*\w|\d")  # 3.000, 843/QĐ-UBND, 11/4/2023, 05


@pytest.fixture
def period():
    call_command("load_plans", verbosity=0)
    load_periods("hung-yen-2023", by=UserFactory())
    return ReportingPeriod.objects.get(plan__key="hung-yen-101-2021", year=2023)


@pytest.fixture
def specialist(period):
    dost = Organisation.objects.get(key="hung-yen/DOST")
    return MembershipFactory(organisation=dost, role=Role.SPECIALIST).user


def again(report):
    return Report.objects.with_place().get(pk=report.pk)


def by_hand(period, specialist):
    """Everything units sent taken out of a fresh report and put in again, line by line, where the outline wants it."""
    report = a_report(period, by=specialist)
    for passage in report.passages.filter(sources__isnull=False).distinct():
        remove(report, passage.pk, edition=passage.edition, by=specialist)
    waiting = placing_of(again(report)).unplaced
    for each in waiting:
        insert(report, [each], section=each.section, by=specialist)
    return again(report), len(waiting)


def words(document):
    return [word for text in texts(document) for word in text.split()]


def without_numbers(pages):
    """How often each word stands on the pages, but for their own numbers; the first of the body and of an annex has none."""
    body = pages.count - 1
    return Counter(pages.text.split()) - Counter(str(page) for page in range(2, body + 1))


def numbers(document):
    """Every figure, day and number of a document the paper names."""
    return {found for text in texts(document) for found in NUMBER.findall(text)}


def test_a_report_composed_by_hand_has_the_facts_of_the_composed_one(period, specialist):
    composed = compose(period, on=ON)
    report, placed = by_hand(period, specialist)
    assembled = assemble(report, on=ON)
    assert (placed, placing_of(report).unplaced) == (42, ())
    assert numbers(composed) - numbers(assembled) == set()
    assert numbers(assembled) - numbers(composed) == set()
    assert facts_of(report, assembled, on=ON) == facts_of(report, composed, on=ON)
    assert assembled.annexes == composed.annexes


def test_the_pdf_says_what_the_model_says_word_for_word(period, specialist):
    report, _placed = by_hand(period, specialist)
    document = assemble(report, on=ON)
    pages = read_pages(to_pdf(document).content)
    assert without_numbers(pages) == Counter(words(document)) + Counter(["DỰ", "THẢO"] * pages.count)


def test_the_issued_report_is_printed_anew_elsewhere_byte_by_byte(period, specialist, tmp_path):
    report, _placed = by_hand(period, specialist)
    leader = MembershipFactory(organisation=Organisation.objects.get(key="hung-yen/DOST"), role=Role.LEADER)
    let_all_pass(report, by=specialist)
    report = issued(SimpleNamespace(report=report, specialist=specialist, leader=leader.user))
    files = report.snapshot["files"]
    assert printed_elsewhere(report.snapshot, tmp_path) == [files["pdf"], files["word"], files["excel"]]
    document = from_json(report.snapshot["composed"])
    with report.pdf.open("rb") as file:
        pages = read_pages(file.read())
    assert without_numbers(pages) == Counter(words(document))
