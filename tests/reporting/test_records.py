"""Named records: entered once, counted, changed under the form's rules, thousands in a few queries."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from common.errors import RuleBroken
from enterprises.models import Enterprise
from enterprises.queries import Named
from journal.models import Entry
from reporting.actions.record_rows import ActivityEntry, ExpertEntry, SupportEntry
from reporting.actions.records import write_records
from reporting.models import Activity, CertifiedExpert, Figure, Submission, SupportedEnterprise
from reporting.states import SubmissionState
from tests.factories.reporting import LineFactory, stage
from tests.reporting.naming import an_enterprise, name_enterprises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def set_():
    return stage()


def write(set_, *records, by=None):
    return write_records(set_.submission, records=records, by=by or set_.focal, on=timezone.localdate())


def counted(set_):
    return Figure.objects.with_counts().get(pk=set_.figure.pk).counted


def test_naming_enterprises_makes_the_figure(set_):
    written = name_enterprises(set_.figure, "Công ty A", "Công ty B", by=set_.focal)
    assert (dict(written.added), counted(set_)) == ({"supportedenterprise": 2}, 2)
    assert (set_.submission.state, set_.submission.edition) == (SubmissionState.DRAFT, "1.2")
    assert Entry.objects.about(set_.submission).first().facts["added"] == {"supportedenterprise": 2}


def test_the_same_record_sent_twice_is_stored_once_and_changes_nothing(set_):
    rows = [
        ActivityEntry(line=set_.line.pk, title="Đào tạo 5S", starts_on=dt.date(2026, 3, 2), place="Sở"),
        ExpertEntry(line=set_.line.pk, full_name="Nguyễn Văn A", certificate="12"),
        SupportEntry(figure=set_.figure.pk, new=Named(name="Công ty A"), content="5S"),
    ]
    first = write(set_, *rows)
    again = write(set_, *rows, *rows)
    assert sum(first.added.values()) == 3
    assert (again.is_anything, sum(again.same.values())) == (False, 6)
    assert [r.pk for r in again.records[:3]] == [r.pk for r in first.records]
    assert set_.submission.edition == "1.2"


def test_a_record_is_changed_and_taken_away(set_):
    [record] = write(set_, ActivityEntry(line=set_.line.pk, title="Lớp")).records
    write(set_, ActivityEntry(pk=record.pk, line=set_.line.pk, title="Lớp 5S", participants=30))
    record.refresh_from_db()
    assert (record.title, record.participants) == ("Lớp 5S", 30)
    written = write(set_, ActivityEntry(pk=record.pk, line=set_.line.pk, remove=True))
    assert (dict(written.removed), Activity.objects.count()) == ({"activity": 1}, 0)


def test_a_change_that_makes_two_records_one_is_refused(set_):
    first, second = name_enterprises(set_.figure, "Công ty A", "Công ty B", by=set_.focal).records
    entry = SupportEntry(pk=second.pk, figure=set_.figure.pk, enterprise=first.enterprise_id, content="5S")
    with pytest.raises(RuleBroken) as no:
        write(set_, entry)
    assert no.value.code == "twice"
    assert counted(set_) == 2


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (lambda s: ActivityEntry(line=s.line.pk, title=" "), "title"),
        (
            lambda s: ActivityEntry(
                line=s.line.pk, title="x", starts_on=dt.date(2026, 3, 2), ends_on=dt.date(2026, 3, 1)
            ),
            "ends_on",
        ),
        (lambda s: ActivityEntry(line=s.line.pk, title="x", ends_on=dt.date(2026, 3, 1)), "ends_on"),
        (lambda s: ExpertEntry(line=s.line.pk), "full_name"),
        (lambda s: SupportEntry(figure=s.figure.pk, content="5S"), "enterprise"),
        (lambda s: SupportEntry(figure=s.figure.pk, new=Named(name="A")), "content"),
        (lambda s: SupportEntry(figure=s.figure.pk, new=Named(name=" "), content="5S"), "name"),
        (
            lambda s: SupportEntry(figure=s.figure.pk, new=Named(name="A", tax_code="123"), content="5S"),
            "tax_code",
        ),
        (lambda s: SupportEntry(figure=s.figure.pk, enterprise=0, content="5S"), "enterprise"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(set_, entry, field):
    with pytest.raises(RuleBroken) as no:
        write(set_, entry(set_))
    assert list(no.value.message_dict) == [field]
    assert set_.submission.edition == "1.1"


def test_one_bad_row_of_many_writes_nothing(set_):
    with pytest.raises(RuleBroken):
        write(set_, ExpertEntry(line=set_.line.pk, full_name="A"), ExpertEntry(line=set_.line.pk))
    assert CertifiedExpert.objects.count() == 0


@pytest.mark.parametrize("who", ["specialist", "stranger"])
def test_only_the_unit_names_records(set_, who):
    with pytest.raises(RuleBroken) as no:
        name_enterprises(set_.figure, "A", by=getattr(set_, who))
    assert no.value.code == "not_permitted"


def test_nothing_is_named_while_the_leader_reads(set_):
    Submission.objects.filter(pk=set_.submission.pk).update(state=SubmissionState.UNIT_REVIEW)
    with pytest.raises(RuleBroken) as no:
        name_enterprises(set_.figure, "A", by=set_.focal)
    assert no.value.code == "closed"


def test_lines_and_records_of_another_form_are_out_of_reach(set_):
    other = LineFactory()
    theirs = Activity.objects.create(line=other, kind="course", title="Lớp")
    for entry in (
        ActivityEntry(line=other.pk, title="x"),
        ActivityEntry(pk=theirs.pk, line=set_.line.pk, title="x"),
        ActivityEntry(pk=theirs.pk, line=other.pk, remove=True),
        SupportEntry(figure=0, new=Named(name="A"), content="5S"),
    ):
        with pytest.raises(RuleBroken) as no:
            write(set_, entry)
        assert no.value.code == "stale"


def test_an_experts_name_stays_out_of_the_journal(set_):
    write(set_, ExpertEntry(line=set_.line.pk, full_name="Nguyễn Văn Kín"))
    assert "Kín" not in str([entry.facts for entry in Entry.objects.all()])


def test_two_thousand_rows_take_a_fixed_number_of_queries(set_, django_assert_max_num_queries):
    rows = [
        SupportEntry(figure=set_.figure.pk, new=Named(name=f"Công ty {n}", tax_code=f"{n:010}"), content="5S")
        for n in range(1500)
    ]
    rows += [ExpertEntry(line=set_.line.pk, full_name=f"Nguyễn Văn {n}") for n in range(500)]
    with django_assert_max_num_queries(50):
        write(set_, *rows)
    assert (counted(set_), CertifiedExpert.objects.count()) == (1500, 500)
    with django_assert_max_num_queries(30):
        assert not write(set_, *rows).is_anything


# the register


def test_the_same_tax_code_is_found_however_it_is_typed(set_):
    there = an_enterprise(set_.plan.province, "Công ty A", tax_code="0101234567")
    typed = [
        Named(name="Cty A (tên khác)", tax_code=code)
        for code in ("0101234567", "010 123 4567", "0101.234.567")
    ]
    for at, named in enumerate(typed):
        write(set_, SupportEntry(figure=set_.figure.pk, new=named, content=f"5S {at}"))
    assert {s.enterprise_id for s in SupportedEnterprise.objects.all()} == {there.pk}
    assert counted(set_) == 1


def test_a_namesake_is_the_same_but_for_dau_and_takes_the_code_it_lacked(set_):
    name_enterprises(set_.figure, "Công ty Hoá chất", by=set_.focal)
    name_enterprises(set_.figure, "CÔNG TY HÓA CHẤT", by=set_.focal)
    assert Enterprise.objects.count() == 1
    write(
        set_,
        SupportEntry(
            figure=set_.figure.pk, new=Named(name="công ty hóa chất", tax_code="0101234567001"), content="ISO"
        ),
    )
    assert Enterprise.objects.get().tax_code == "0101234567-001"


def test_a_namesake_with_another_code_is_somebody_else_and_the_name_alone_then_says_too_little(set_):
    for code in ("0101234567", "0101234568"):
        write(
            set_,
            SupportEntry(
                figure=set_.figure.pk, new=Named(name="Hợp tác xã Đoàn Kết", tax_code=code), content="5S"
            ),
        )
    assert counted(set_) == 2
    with pytest.raises(RuleBroken) as no:
        name_enterprises(set_.figure, "Hợp tác xã Đoàn Kết", by=set_.focal)
    assert no.value.code == "several"


def test_one_list_naming_an_enterprise_with_and_without_its_code_enters_it_once(set_):
    rows = [Named(name="Công ty A"), Named(name="Công ty A", tax_code="0101234567"), Named(name="công ty a")]
    write(
        set_,
        *(SupportEntry(figure=set_.figure.pk, new=n, content=f"5S {at}") for at, n in enumerate(rows)),
    )
    assert Enterprise.objects.get().tax_code == "0101234567"


@pytest.mark.django_db(transaction=True)
def test_two_units_entering_one_enterprise_in_the_same_moment_enter_it_once():
    sets = [stage(), stage()]

    def enter(set_):
        try:
            named = Named(name="Công ty A", tax_code="0101234567")
            write(set_, SupportEntry(figure=set_.figure.pk, new=named, content="5S"))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enter, sets))
    assert Enterprise.objects.count() == 1
    assert [counted(set_) for set_ in sets] == [1, 1]
