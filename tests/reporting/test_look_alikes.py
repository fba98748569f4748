"""Documents of the register that look like one a unit reports, and the unit's word about them."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from programmes.models import LegalDocument
from reporting.actions.look_alikes import keep_distinct, use_registered
from reporting.models import IssuedDocument, Statement
from reporting.queries.look_alikes import look_alikes
from tests.factories.programmes import DocumentFactory
from tests.factories.reporting import signed_in, stage, typed
from tests.reporting.filling import a_document, a_period, a_statement, a_submission

DAY = dt.date(2026, 3, 17)
DOST = "Sở Khoa học và Công nghệ"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def registered(here, number="955/SKH-CN-TĐC", **facts):
    usual = {"issued_on": DAY, "issuer": None, "issuer_text": DOST, "province": here.plan.province}
    return DocumentFactory(number_and_symbol=number, **{**usual, **facts})


def reported(here, number="955/SKHCN-TĐC", **facts):
    usual = {"issued_on": DAY, "issuer": None, "issuer_text": DOST}
    return a_document(here.submission, "management", number_and_symbol=number, **{**usual, **facts})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "difference"),
    [
        ({}, "the symbol is written otherwise"),
        ({"number": "0955/SKHCN.TĐC"}, "the symbol is written otherwise"),
        (
            {"number": "955/skhcn-tđc", "issued_on": dt.date(2026, 3, 18)},
            "the day is another one: 18 Mar 2026",
        ),
        ({"number": "955/SKHCN-TĐC"}, None),  # the same: registering took it already
        ({"number": "956/SKH-CN-TĐC"}, None),
        ({"issued_on": dt.date(2025, 3, 17)}, None),
        ({"issuer_text": "Sở Công Thương"}, None),
        ({"number": "9551/SKH-CN-TĐC"}, None),
    ],
)
def test_what_looks_alike(facts, difference):
    here = stage()
    other, mine = registered(here, **facts), reported(here)
    found = look_alikes([mine], here.plan.province_id).get(mine.pk, [])
    assert [(a.document, a.difference) for a in found] == ([(other, difference)] if difference else [])


@pytest.mark.django_db
def test_it_costs_one_query_for_any_number(django_assert_num_queries):
    here = stage()
    registered(here)
    mine = [reported(here), reported(here, "164/SKHCN-TĐC"), reported(here, "")]
    with django_assert_num_queries(1):
        assert list(look_alikes(mine, here.plan.province_id)) == [mine[0].pk]
    with django_assert_num_queries(0):
        assert look_alikes(mine[2:], here.plan.province_id) == {}


@pytest.mark.django_db
def test_using_the_registered_one_points_the_row_to_it_and_makes_open_pages_stale():
    here = stage()
    other, mine, version = registered(here), reported(here), here.submission.version
    use_registered(mine, document_id=other.pk, by=here.focal, on=timezone.localdate())
    mine.refresh_from_db()
    assert (mine.document, here.submission.version) == (other, version + 1)
    assert Entry.objects.about(here.submission).filter(action="tell_apart").count() == 1
    with pytest.raises(RuleBroken):
        use_registered(mine, document_id=other.pk, by=here.focal, on=timezone.localdate())


@pytest.mark.django_db
def test_a_document_told_apart_is_not_asked_about_again():
    here = stage()
    registered(here)
    mine = reported(here)
    mine = keep_distinct(mine, by=here.focal, on=timezone.localdate())
    assert (mine.is_distinct, look_alikes([mine], here.plan.province_id)) == (True, {})
    with pytest.raises(RuleBroken):
        keep_distinct(mine, by=here.specialist, on=timezone.localdate())


@pytest.mark.django_db
def test_the_entry_page_saves_first_and_the_small_page_asks():
    here = stage()
    other, mine, client = registered(here), reported(here), signed_in(here.focal)
    url = f"/phieu/{here.submission.pk}/nhap/"
    assert f'value="alike-{mine.pk}"' in client.get(url).content.decode()
    sent = typed(client, here.submission, save=f"alike-{mine.pk}") | {
        f"line-{here.line.pk}-narrative": "Vừa gõ.",
        "save": f"alike-{mine.pk}",
    }
    asked = client.post(url, sent)
    assert asked.url == f"/phieu/{here.submission.pk}/van-ban/{mine.pk}/giong/"
    assert here.line.narrative == "Vừa gõ."
    assert client.post(asked.url, {}).status_code == 409
    assert client.post(asked.url, {"use": str(other.pk)}).url == f"{url}#documents"
    assert IssuedDocument.objects.get().document == other
    assert (
        LegalDocument.objects.filter(number_and_symbol__startswith="955").count() == 2
    )  # a factory's, not entered here
    assert signed_in(here.specialist).get(asked.url).status_code == 403


@pytest.mark.django_db
def test_what_was_raised_last_year_is_raised_again_with_one_press_and_stays_linked():
    here = stage()
    before = a_statement(
        a_submission(a_period(here.plan, 2025), here.unit.name),
        "obstacle",
        "Thiếu kinh phí.",
        cause="Chưa bố trí",
    )
    client, url = signed_in(here.focal), f"/phieu/{here.submission.pk}/nhap/"
    sent = typed(client, here.submission) | {f"line-{here.line.pk}-narrative": "Đang gõ."}
    page = client.post(url, sent | {"add": f"again-{before.pk}"})
    entry = page.context["entry"]
    [row] = entry.statements["obstacle"].forms
    assert (row["text"].value(), row["cause"].value()) == ("Thiếu kinh phí.", "Chưa bố trí")
    assert "Đang gõ." in page.content.decode()
    assert Statement.objects.filter(submission=here.submission).count() == 0
    added = {
        "obstacle-TOTAL_FORMS": "1",
        "obstacle-0-text": "Vẫn thiếu kinh phí.",
        "obstacle-0-carried_from": str(before.pk),
    }
    twice = client.post(url, sent | added | {"add": f"again-{before.pk}"})
    assert len(twice.context["entry"].statements["obstacle"].forms) == 1
    assert client.post(url, sent | added).status_code == 302
    assert Statement.objects.get(submission=here.submission).carried_from == before


@pytest.mark.django_db
def test_a_statement_of_another_unit_cannot_be_raised_again():
    here = stage()
    foreign = a_statement(a_submission(a_period(here.plan, 2025), "Sở Y tế"), "obstacle", "Thiếu kinh phí.")
    client, url = signed_in(here.focal), f"/phieu/{here.submission.pk}/nhap/"
    sent = typed(client, here.submission) | {
        "obstacle-TOTAL_FORMS": "1",
        "obstacle-0-text": "Thử",
        "obstacle-0-carried_from": str(foreign.pk),
    }
    assert client.post(url, sent).status_code == 302
    assert Statement.objects.get(submission=here.submission).carried_from is None
