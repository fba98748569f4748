"""Obstacles and proposals followed across the years."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from organisations.models import Organisation
from outbox.models import Notice
from programmes.models import LegalDocument
from reporting.actions.answers import record_answer
from reporting.actions.content import Citation
from reporting.models import Answer, ReportingPeriod, Statement, Submission
from reporting.queries.proposals import Wanted, matter_about, matters_of, raised_last_year, register_of
from tests.factories.accounts import AdministratorFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, SuccessionFactory
from tests.factories.reporting import signed_in, stage
from tests.reporting.filling import a_period, a_statement, a_submission

MINISTRY = "Bộ Khoa học và Công nghệ"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def earlier(here, year=2025, unit=None, state="accepted"):
    """The unit's form of an earlier year."""
    period = ReportingPeriod.objects.filter(plan=here.plan, year=year).first() or a_period(here.plan, year)
    return a_submission(period, (unit or here.unit).name, state, **_reason(state))


def _reason(state):
    return {"return_reason": "Thiếu."} if state == "returned" else {}


def answered(statement, *, closes=False, by=None, day=dt.date(2026, 2, 20)):
    noted_by = by or statement.submission.certified_by
    return Answer.objects.create(
        statement=statement,
        answered_by=MINISTRY,
        answered_on=day,
        text="Đã rõ.",
        closes=closes,
        noted_by=noted_by,
    )


def answer(here, statement, **changes):
    facts = {
        "answered_by": MINISTRY,
        "answered_on": dt.date(2026, 2, 20),
        "text": "Đã rõ.",
        "closes": False,
        "by": here.specialist,
        "on": timezone.localdate(),
        **changes,
    }
    return record_answer(statement, **facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "seen"),
    [("draft", False), ("unit_review", False), ("returned", False), ("submitted", True), ("accepted", True)],
)
def test_others_than_the_unit_see_only_what_was_filed(state, seen):
    here = stage()
    said = a_statement(earlier(here, state=state), "proposal", "Bố trí kinh phí.")
    reader = MembershipFactory(
        organisation=OrganisationFactory(province=here.plan.province), role="reader"
    ).user
    people = [here.focal, here.leader, here.specialist, reader, AdministratorFactory(), here.stranger]
    found = [Statement.objects.visible_to(person).filter(pk=said.pk).exists() for person in people]
    assert found == [True, True, seen, seen, seen, False]
    assert [person.has_perm("reporting.view_statement", said) for person in people] == found
    assert here.specialist.has_perm("reporting.answer_statement", said) == seen
    assert not here.focal.has_perm("reporting.answer_statement", said)


@pytest.mark.django_db
def test_a_matter_is_listed_once_as_it_was_raised_last_with_its_years():
    here = stage()
    first = a_statement(earlier(here, 2024), "obstacle", "Thiếu kinh phí.")
    again = a_statement(earlier(here, 2025), "obstacle", "Vẫn thiếu kinh phí.", carried_from=first)
    answered(first)
    found = matters_of(register_of(here.specialist, Wanted()), here.specialist)
    assert [(m.latest, m.years, m.standing) for m in found] == [(again, "2024, 2025", "Answered, still open")]
    assert matter_about(first, here.specialist).raised == [first, again]


@pytest.mark.django_db
def test_what_is_raised_again_in_a_draft_is_the_units_alone():
    here = stage()
    first = a_statement(earlier(here, 2025), "obstacle", "Thiếu kinh phí.")
    again = a_statement(here.submission, "obstacle", "Vẫn thiếu.", carried_from=first)
    assert list(register_of(here.specialist, Wanted())) == [first]
    assert list(register_of(here.focal, Wanted())) == [again]
    assert matter_about(first, here.specialist).latest == first


@pytest.mark.django_db
def test_the_register_is_filtered():
    here = stage()
    old = a_statement(earlier(here, 2024), "obstacle", "Một.", addressee="UBND tỉnh")
    carried = a_statement(
        earlier(here, 2025), "obstacle", "Một, lại.", addressee="UBND tỉnh", carried_from=old
    )
    form = carried.submission
    asked = a_statement(form, "proposal", "Hai.", addressee=MINISTRY)
    a_statement(form, "assessment", "Tốt.")
    answered(asked, closes=True)

    def found(**wanted):
        return list(register_of(here.specialist, Wanted(**wanted)))

    assert found() == [carried, asked]
    assert found(year=2024) == [carried]
    assert found(kind="proposal") == [asked]
    assert found(addressee="bộ khoa học") == [asked]
    assert (found(state="settled"), found(state="open")) == ([asked], [carried])
    assert (found(plan=here.plan.key), found(plan="khac")) == ([carried, asked], [])


@pytest.mark.django_db
def test_a_later_answer_that_does_not_close_opens_the_matter_again():
    here = stage()
    said = a_statement(earlier(here), "proposal", "Bố trí kinh phí.")
    answered(said, closes=True)
    assert [m.standing for m in matters_of(register_of(here.focal, Wanted()), here.focal)] == ["Settled"]
    answered(said)
    assert [s.settled for s in register_of(here.focal, Wanted())] == [False]


@pytest.mark.django_db
def test_an_answer_is_journalled_registers_its_document_and_is_told_to_the_unit():
    here = stage()
    said = a_statement(earlier(here), "proposal", "Bố trí kinh phí.")
    cited = Citation(number_and_symbol="12/BKHCN-TĐC", issued_on=dt.date(2026, 2, 20), issuer_text=MINISTRY)
    noted = answer(here, said, closes=True, citation=cited)
    assert (noted.document.number_and_symbol, LegalDocument.objects.filter(issuer_text=MINISTRY).count()) == (
        "12/BKHCN-TĐC",
        1,
    )
    assert Entry.objects.about(said).get().facts == {"answer": noted.pk, "closes": True}
    assert {notice.user for notice in Notice.objects.filter(kind="answer")} == {here.focal, here.leader}
    assert answer(here, said, closes=True, citation=cited) == noted  # sent twice


@pytest.mark.django_db
def test_answers_are_refused_in_words():
    here = stage()
    first = a_statement(earlier(here, 2024), "obstacle", "Một.")
    a_statement(earlier(here, 2025), "obstacle", "Một, lại.", carried_from=first)
    mine = a_statement(here.submission, "proposal", "Chưa nộp.")
    praise = a_statement(first.submission, "assessment", "Tốt.")
    cases = [
        (first, {}, "raised_again"),
        (mine, {}, "not_permitted"),
        (praise, {}, "not_permitted"),
        (first, {"by": here.focal}, "not_permitted"),
        (first, {"answered_on": timezone.localdate() + dt.timedelta(1)}, None),
    ]
    for statement, changes, code in cases:
        with pytest.raises(RuleBroken) as no:
            answer(here, statement, **changes)
        assert no.value.code == code
    assert Answer.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_double_click_records_one_answer():
    here = stage()
    said, start = a_statement(earlier(here), "proposal", "Bố trí kinh phí."), Barrier(2)

    def at_once(_n):
        try:
            start.wait()
            return answer(here, said).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(at_once, range(2)))) == 1
    assert (Answer.objects.count(), Notice.objects.filter(kind="answer").count()) == (1, 2)


@pytest.mark.django_db
def test_dost_records_an_answer_on_the_page_and_the_unit_reads_it():
    here = stage()
    said = a_statement(earlier(here), "proposal", "Bố trí kinh phí.")
    url, dost, unit = f"/kien-nghi/{said.pk}/", signed_in(here.specialist), signed_in(here.focal)
    sent = {
        "answered_by": MINISTRY,
        "answered_on": "20/02/2026",
        "text": "Đã bố trí.",
        "document": "Công văn số 12/BKHCN-TĐC ngày 20/02/2026 của Bộ Khoa học và Công nghệ về việc kinh phí",
        "closes": "on",
    }
    wrong = dost.post(url, sent | {"document": "một văn bản nào đó", "answered_on": "31/02/2026"})
    assert sorted(wrong.context["form"].errors) == ["answered_on", "document"]
    assert dost.post(url, sent).url == url
    assert "Record an answer" not in unit.get(url).content.decode()
    assert "Đã bố trí." in unit.get(url).content.decode()
    assert unit.post(url, sent).status_code == 403
    assert signed_in(here.stranger).get(url).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_however_long(count, django_assert_max_num_queries):
    here = stage()
    old, form = earlier(here, 2024), earlier(here, 2025)
    for n in range(count):
        first = a_statement(old, "obstacle", f"Một {n}.")
        answered(a_statement(form, "obstacle", f"Lại {n}.", carried_from=first))
    client = signed_in(here.specialist)
    client.get("/kien-nghi/")
    with django_assert_max_num_queries(10) as asked:
        page = client.get("/kien-nghi/?state=open&kind=obstacle")
    assert (len(page.context["matters"]), len(asked)) == (count, 10)


@pytest.mark.django_db
def test_what_was_raised_last_year_and_is_open_is_at_hand_also_from_units_it_followed():
    here = stage()
    former = OrganisationFactory(province=here.plan.province, name="Sở Công nghiệp")
    SuccessionFactory(old=former, new=here.unit, date=dt.date(2026, 1, 1))
    own, theirs = earlier(here), earlier(here, unit=former)
    open_one = a_statement(own, "obstacle", "Một.")
    settled = a_statement(own, "proposal", "Hai.")
    answered(settled, closes=True)
    inherited = a_statement(theirs, "proposal", "Ba.")
    a_statement(earlier(here, 2024), "proposal", "Cũ.")
    a_statement(own, "assessment", "Tốt.")
    found = raised_last_year(here.submission, timezone.localdate())
    assert {kind: [r.statement for r in rows] for kind, rows in found.items()} == {
        "obstacle": [open_one],
        "proposal": [inherited],
    }
    assert Organisation.objects.filter(name="Sở Công nghiệp").count() == 1
    assert Submission.objects.filter(period__plan=here.plan).count() == 4
