"""What ended units owe moves to whoever took over: on the day, once, and nothing of it is lost."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from enterprises.models import Enterprise
from journal.models import Entry
from organisations.models import Role, SuccessionKind
from outbox.models import Notice
from reporting.actions.content import Content, FigureEntry, LineEntry
from reporting.actions.entry import save_content
from reporting.actions.refreshing import refresh_obligations
from reporting.actions.submissions import hand_in
from reporting.actions.succession import move_due_obligations, move_obligations
from reporting.jobs import look_after_successions
from reporting.models import (
    Activity,
    EvidenceFile,
    Figure,
    Filing,
    Statement,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.parts import open_parts
from reporting.queries.succession import moves_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, SuccessionFactory
from tests.factories.programmes import TaskFactory, TaskRoleFactory
from tests.factories.reporting import signed_in, stage

pytestmark = pytest.mark.django_db
WHY = "Không phát sinh."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def today():
    return timezone.localdate()


def partner(here, name, *tasks):
    """Another department that helps with tasks."""
    unit = OrganisationFactory(province=here.plan.province, name=name)
    for task in tasks or [here.task]:
        TaskRoleFactory(task=task, kind="partner", organisation=unit)
    return unit


def ends(unit, *heirs, on=None, kind=SuccessionKind.MERGE):
    """``unit`` ends and ``heirs`` stand for it from ``on`` (today)."""
    day = on or today()
    unit.valid_to = day - dt.timedelta(1)
    unit.save()
    for heir in heirs:
        SuccessionFactory(old=unit, new=heir, date=day, kind=kind)


def form_of(here, unit):
    return Submission.objects.get(period=here.period, organisation=unit)


def line_of(here, unit, task=None):
    return form_of(here, unit).lines.get(task=task or here.task)


def tell(here, unit, text="", value=None, *, estimate=None, nil=""):
    """The unit saves what it says about the task."""
    person = MembershipFactory(organisation=unit, role=Role.FOCAL_POINT).user
    form, line = form_of(here, unit), line_of(here, unit)
    figures = [
        FigureEntry(pk=f.pk, to_date=None if value is None else Decimal(value), estimate=estimate)
        for f in line.figures.all()
    ]
    entry = LineEntry(pk=line.pk, narrative=text, is_nil=bool(nil), nil_reason=nil, figures=tuple(figures))
    return save_content(form, content=Content(lines=(entry,)), version=form.version, by=person, on=today())


def move(here, on=None, by=None):
    return move_obligations(here.period, on=on or today(), by=by)


def test_a_successor_without_a_form_takes_the_form_as_it_stands():
    here = stage()
    old = partner(here, "Sở Giao thông vận tải")
    refresh_obligations(here.period, on=today(), by=None)
    tell(here, old, "Đã tập huấn.", "5")
    form, new = form_of(here, old), OrganisationFactory(province=here.plan.province, name="Sở Xây dựng")
    Filing.objects.create(
        submission=form, period=here.period, number=1, round=1, handed_in_by=here.focal,
        certified_by=here.leader, certified_at=timezone.now(), content={}, sha256="0",
    )  # fmt: skip
    ends(old, new)
    assert move(here) == [form]
    taken = form_of(here, new)
    assert (taken.pk, taken.state, taken.version, taken.filings.count()) == (form.pk, "draft", 2, 1)
    line = taken.lines.get()
    assert (line.narrative, line.inherited_from, line.figures.get().to_date) == ("Đã tập huấn.", old, 5)
    told = Entry.objects.about(taken).filter(action="move_obligations").get()
    assert (told.facts["former"]["name"], told.facts["successor"]["name"]) == (old.name, new.name)


def test_duplicates_of_a_task_merge_texts_follow_parts_are_added_and_the_stronger_role_remains():
    here = stage(opened=False)
    old = partner(here, "Sở Giao thông vận tải")
    here.open()
    tell(here, here.unit, "Đã hội thảo.", "3", estimate=Decimal(4))
    tell(here, old, "Đã tập huấn.", "5")
    former = form_of(here, old).pk
    ends(old, here.unit)
    assert move(here) == [here.submission]
    told = Notice.objects.filter(key__startswith="moved:")
    assert {notice.user for notice in told} >= {here.focal, here.leader}
    assert not Submission.objects.filter(pk=former).exists()
    line = here.line
    assert (line.role, line.inherited_from) == ("lead", old)
    assert line.narrative == "Đã hội thảo.\n\nSở Giao thông vận tải: Đã tập huấn."
    assert (here.figure.to_date, here.figure.estimate, here.submission.version) == (8, 4, 3)
    assert [
        e.record_id for e in Entry.objects.filter(action="move_obligations").order_by("record_id")
    ] == sorted([here.submission.pk, former])


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        ({}, {}, (False, "", None)),
        ({"nil": WHY}, {"nil": "Chưa có kinh phí."}, (True, f"{WHY}\n\nSở B: Chưa có kinh phí.", None)),
        ({"nil": WHY}, {}, (False, "", None)),
        ({"nil": WHY}, {"value": "0"}, (False, "", 0)),
        ({"value": "2"}, {}, (False, "", 2)),
        ({"value": "2"}, {"nil": WHY}, (False, "", 2)),
        ({"value": "2"}, {"value": "0"}, (False, "", 2)),
    ],
)
def test_nil_missing_and_zero_stay_three_things(mine, theirs, wanted):
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    for unit, words in ((here.unit, mine), (old, theirs)):
        if words:
            tell(here, unit, **words)
    ends(old, here.unit)
    move(here)
    assert (here.line.is_nil, here.line.nil_reason, here.figure.to_date) == wanted


def test_a_nil_of_the_whole_form_is_said_line_by_line_before_forms_mix():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    Submission.objects.filter(organisation=here.unit).update(is_nil=True, nil_reason=WHY)
    tell(here, old, "Đã tập huấn.")
    ends(old, here.unit)
    move(here)
    form = here.submission
    assert (form.is_nil, here.line.is_nil, here.line.narrative) == (
        False,
        False,
        f"{WHY}\n\nSở B: Đã tập huấn.",
    )


def test_two_forms_declared_nil_make_one_with_both_reasons():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    for unit, reason in ((here.unit, WHY), (old, "Chưa có kinh phí.")):
        Submission.objects.filter(organisation=unit).update(is_nil=True, nil_reason=reason)
    ends(old, here.unit)
    move(here)
    assert (here.submission.is_nil, here.submission.nil_reason) == (True, f"{WHY}\n\nSở B: Chưa có kinh phí.")


def test_percentages_are_never_added():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.target.unit, here.task.unit = "%", ""
    here.target.save()
    here.task.save()
    here.open()
    tell(here, here.unit, value="40")
    tell(here, old, value="60")
    ends(old, here.unit)
    move(here)
    assert [(f.to_date, f.is_own, "Sở B" in f.indicator) for f in here.line.figures.all()] == [
        (40, False, False),
        (60, True, True),
    ]


def test_records_files_statements_and_added_activities_move_along_each_once(enterprise_pair):
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    mine, theirs = here.line, line_of(here, old)
    Figure.objects.filter(line__in=[mine, theirs]).update(counted_as="enterprises")
    both, only = enterprise_pair(here)
    for line, helped in ((mine, [both]), (theirs, [both, only])):
        figure = line.figures.get()
        for enterprise in helped:
            SupportedEnterprise.objects.create(figure=figure, enterprise=enterprise, content="Tư vấn 5S")
    Activity.objects.create(line=theirs, kind="course", title="Lớp 5S")
    person = UserFactory()
    for line, digest in ((mine, "a"), (theirs, "a"), (theirs, "b")):
        EvidenceFile.objects.create(
            line=line, figure=line.figures.get(), name="x.pdf", content_type="application/pdf", size=1,
            sha256=digest, added_by=person, file="evidence/x.pdf",
        )  # fmt: skip
    former = form_of(here, old)
    Statement.objects.create(submission=former, kind="obstacle", text="Thiếu kinh phí")
    SubmissionLine.objects.create(
        submission=former, role="own", attribution="integrated", heading="Hội chợ", position=1000
    )
    ends(old, here.unit)
    move(here)
    form, line = here.submission, here.line
    figure = Figure.objects.with_counts().get(line=line)
    assert (figure.to_date, figure.value) == (None, 2)
    assert (line.activities.count(), sorted(line.evidence_files.values_list("sha256", flat=True))) == (
        1,
        ["a", "b"],
    )
    assert set(line.evidence_files.values_list("figure", flat=True)) == {figure.pk}
    assert [s.text for s in form.statements.all()] == ["Thiếu kinh phí"]
    assert [(li.heading, li.inherited_from) for li in form.lines.filter(attribution="integrated")] == [
        ("Hội chợ", old)
    ]
    assert form.state == "draft"


@pytest.fixture
def enterprise_pair():
    def make(here):
        return [
            Enterprise.objects.create(name=name, province=here.plan.province)
            for name in ("Công ty A", "HTX B")
        ]

    return make


def test_a_typed_figure_and_a_count_are_added_and_say_why():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    tell(here, here.unit, value="5")
    theirs = line_of(here, old)
    Figure.objects.filter(line=theirs).update(counted_as="activities")
    Figure.objects.filter(line=here.line).update(counted_as="activities")
    for title in ("Lớp 1", "Lớp 2"):
        Activity.objects.create(line=theirs, kind="course", title=title)
    ends(old, here.unit)
    move(here)
    assert (here.figure.to_date, here.figure.typed_reason) == (7, "The part of Sở B was added.")


def test_what_is_filed_stays_where_it_was_filed():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    facts = {"certified_at": timezone.now(), "certified_by": here.leader}
    Submission.objects.filter(organisation=old).delete()
    Submission.objects.create(period=here.period, organisation=old, state="submitted", **facts)
    ends(old, here.unit)
    assert (move(here), moves_of(here.period, today())) == ([], [])
    assert refresh_obligations(here.period, on=today(), by=None) == []


def test_lines_wait_while_the_successor_has_filed():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    facts = {"certified_at": timezone.now(), "certified_by": here.leader}
    Submission.objects.filter(organisation=here.unit).delete()
    Submission.objects.create(period=here.period, organisation=here.unit, state="submitted", **facts)
    ends(old, here.unit)
    assert move(here) == []
    waiting = moves_of(here.period, today())[0]
    assert ([h.heir for h in waiting.waiting], waiting.is_due) == ([here.unit], False)


def test_after_a_split_a_line_goes_to_the_one_that_holds_the_role_and_the_rest_is_vacant():
    here = stage(opened=False)
    other = TaskFactory(plan=here.plan, national_group=here.group)
    old = partner(here, "Sở Tài nguyên", here.task, other)
    here.open()
    first, second = (OrganisationFactory(province=here.plan.province, name=f"Chi cục {n}") for n in (1, 2))
    ends(old, first, second, kind=SuccessionKind.SPLIT)
    here.task.roles.filter(organisation=old).update(organisation=first)
    other.roles.filter(organisation=old).delete()
    move(here)
    assert [line.task for line in form_of(here, first).lines.all()] == [here.task]
    assert [line.task for line in form_of(here, old).lines.all()] == [other]
    assert not Submission.objects.filter(organisation=second).exists()
    assert [line.task for line in moves_of(here.period, today())[0].vacant] == [other]
    assert move(here) == []


def test_several_successors_of_one_role_owe_a_line_each_and_the_words_are_there_once():
    here = stage(opened=False)
    old = partner(here, "Sở Tài nguyên")
    here.open()
    tell(here, old, "Đã tập huấn.", "5")
    heirs = [OrganisationFactory(province=here.plan.province, name=f"Chi cục {n}") for n in (1, 2)]
    ends(old, *heirs, kind=SuccessionKind.SPLIT)
    move(here)
    told = [(line_of(here, heir).narrative, line_of(here, heir).figures.get().to_date) for heir in heirs]
    assert told == [("Đã tập huấn.", 5), ("", None)]


def test_nobody_certifies_what_arrived_unseen():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    tell(here, here.unit, "Đã hội thảo.", "3")
    Submission.objects.filter(organisation=here.unit).update(
        handed_in_at=timezone.now(), handed_in_by=here.focal
    )
    Figure.objects.filter(line=here.line).update(estimate=3)
    Statement.objects.create(submission=here.submission, kind="assessment", text="Tốt")
    hand_in(here.submission, by=here.focal, on=today())
    ends(old, here.unit)
    move(here)
    assert here.submission.state == "draft"


def test_it_runs_on_the_day_and_not_before_once_and_for_every_period():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    ends(old, here.unit, on=today() + dt.timedelta(2))
    assert move_due_obligations(on=today()) == 0
    assert move_due_obligations(on=today() + dt.timedelta(2)) == 1
    assert move_due_obligations(on=today() + dt.timedelta(2)) == 0


def test_what_locked_before_the_unit_ended_is_history():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    ends(old, here.unit, on=here.period.locks_on + dt.timedelta(1))
    assert move_due_obligations(on=here.period.locks_on + dt.timedelta(1)) == 0
    assert form_of(here, old).lines.count() == 1


def test_only_dost_moves_by_hand():
    here = stage()
    for person in (here.focal, here.stranger):
        with pytest.raises(RuleBroken) as no:
            move(here, by=person)
        assert no.value.code == "not_permitted"


def test_an_open_page_of_the_successor_says_that_something_came_before_it_is_saved():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    before = here.submission
    ends(old, here.unit)
    move(here)
    with pytest.raises(RuleBroken) as no:
        save_content(
            before,
            content=Content(is_nil=True, nil_reason=WHY),
            version=before.version,
            by=here.focal,
            on=today(),
        )
    assert no.value.code == "stale"


def test_saving_a_form_that_has_moved_is_refused_in_words():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    person = MembershipFactory(organisation=old).user
    here.open()
    before = form_of(here, old)
    ends(old, here.unit)
    move(here)
    with pytest.raises(RuleBroken) as no:
        save_content(before, content=Content(), version=before.version, by=person, on=today())
    assert no.value.code == "moved"


def test_a_role_named_after_a_body_that_ended_says_so_from_the_beginning():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    new = OrganisationFactory(province=here.plan.province, name="Sở C")
    ends(old, new)
    here.open()
    assert line_of(here, new).inherited_from == old


def test_a_role_holder_that_appears_later_gets_its_form_and_forms_get_their_missing_lines():
    here = stage()
    later = partner(here, "Xã mới")
    added = TaskFactory(plan=here.plan, national_group=here.group)
    TaskRoleFactory(task=added, organisation=here.unit)
    tell(here, here.unit, "Đã hội thảo.", "3")
    grown = refresh_obligations(here.period, on=today(), by=None)
    assert {form.organisation for form in grown} == {later, here.unit}
    assert [line.role for line in form_of(here, later).lines.all()] == ["partner"]
    assert {line.task for line in here.submission.lines.all()} == {here.task, added}
    assert here.line.narrative == "Đã hội thảo."
    assert refresh_obligations(here.period, on=today(), by=None) == []
    assert refresh_obligations(here.period, on=here.period.due_on + dt.timedelta(1), by=None) == []


@pytest.mark.django_db(transaction=True)
def test_moving_while_the_unit_saves_loses_nothing_and_moves_once():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    person = MembershipFactory(organisation=old).user
    here.open()
    form, line = form_of(here, old), line_of(here, old)
    ends(old, here.unit)
    start = threading.Barrier(3)
    entry = LineEntry(pk=line.pk, narrative="Đã tập huấn.")

    def run(act):
        with translation.override("en"):
            start.wait()
            try:
                return act()
            except RuleBroken as no:
                return no.code
            finally:
                connection.close()

    def save():
        save_content(form, content=Content(lines=(entry,)), version=form.version, by=person, on=today())
        return "saved"

    with ThreadPoolExecutor(3) as people:
        told = [people.submit(run, act) for act in (save, lambda: len(move(here)), lambda: len(move(here)))]
        saved, *moved = [one.result() for one in told]
    assert sorted(moved) == [0, 1]
    assert saved in {"saved", "moved"}
    assert here.line.narrative == ("Sở B: Đã tập huấn." if saved == "saved" else "")
    assert Submission.objects.filter(organisation=old).count() == 0


def test_the_period_tells_what_moves_and_the_button_moves_it():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    ends(old, here.unit)
    client = signed_in(here.specialist)
    assert "1 unit has ended with its form still open" in client.get(here.period.get_absolute_url()).text
    page = client.get(f"/bao-cao/{here.period.pk}/ke-thua/")
    assert "Its form with 1 line goes to Sở Công Thương." in page.text
    assert client.post(f"/bao-cao/{here.period.pk}/ke-thua/").url == here.period.get_absolute_url()
    assert not Submission.objects.filter(organisation=old).exists()
    assert "has ended with" not in client.get(here.period.get_absolute_url()).text


def test_the_duty_of_the_tick_moves_and_gives_out_forms():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    later = partner(here, "Xã mới")
    ends(old, here.unit)
    look_after_successions()
    assert {form.organisation for form in here.period.submissions.all()} == {here.unit, later}


@pytest.mark.parametrize("forms", [1, 3])
def test_telling_what_moves_costs_the_same_for_any_number_of_forms(forms, django_assert_num_queries):
    here = stage(opened=False)
    old = [partner(here, f"Sở {n}") for n in range(forms)]
    here.open()
    for unit in old:
        ends(unit, here.unit)
    with django_assert_num_queries(18):
        assert len(moves_of(here.period, today())) == forms


def test_an_old_address_leads_to_the_form_that_took_over():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.open()
    address = form_of(here, old).get_absolute_url()
    ends(old, here.unit)
    move(here)
    client = signed_in(here.focal)
    assert client.get(address).url == here.submission.get_absolute_url()
    assert "Inherited from Sở B" in client.get(here.submission.get_absolute_url()).text
    assert client.get("/phieu/999999999/").status_code == 404


def test_the_same_file_behind_two_percentages_does_not_stop_the_move():
    here = stage(opened=False)
    old = partner(here, "Sở B")
    here.target.unit, here.task.unit = "%", ""
    here.target.save()
    here.task.save()
    here.open()
    tell(here, here.unit, value="40")
    tell(here, old, value="60")
    for line in (here.line, line_of(here, old)):
        EvidenceFile.objects.create(
            line=line, figure=line.figures.get(), name="x.pdf", content_type="application/pdf", size=1,
            sha256="a", added_by=here.focal, file="evidence/x.pdf",
        )  # fmt: skip
    ends(old, here.unit)
    assert move(here) == [here.submission]
    assert (here.line.figures.count(), here.line.evidence_files.count()) == (2, 1)


def test_a_period_that_cannot_be_moved_holds_no_other_one_up(caplog, monkeypatch):
    here, there = stage(opened=False), stage(opened=False)
    for at in (here, there):
        old = partner(at, "Sở B")
        at.open()
        ends(old, at.unit)
    monkeypatch.setattr(
        "reporting.actions.succession.tell_moved",
        lambda form, *_a, **_k: 1 / (form.period_id - here.period.pk),
    )
    assert move_due_obligations(on=today()) == 1
    assert [r.message for r in caplog.records] == [
        f"what ended units owe in period {here.period.pk} could not be moved"
    ]


def split(here, state, **facts):
    """A unit that led two tasks splits; both successors help with the first, the second has a form in ``state``."""
    old = partner(here, "Sở Tài nguyên")
    heirs = [OrganisationFactory(province=here.plan.province, name=f"Chi cục {n}") for n in (1, 2)]
    here.open()
    now = timezone.now()
    moments = {f"{what}_at": now for what in ("certified", "decided")} | {
        f"{what}_by": here.leader for what in ("certified", "decided")
    }
    form = Submission.objects.create(
        period=here.period, organisation=heirs[1], state=state, **(moments | facts)
    )
    ends(old, *heirs, kind=SuccessionKind.SPLIT)
    return form


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_filed_form_gets_no_empty_line_behind_dosts_back(state):
    here = stage(opened=False)
    form = split(here, state)
    move(here)
    form.refresh_from_db()
    assert (form.lines.count(), form.edition) == (0, "1.1")


def test_a_form_with_its_leader_that_gets_a_line_goes_back_and_is_another_edition():
    here = stage(opened=False)
    form = split(here, "unit_review", handed_in_at=timezone.now(), handed_in_by=here.focal)
    move(here)
    form.refresh_from_db()
    assert (form.lines.count(), form.state, form.edition) == (1, "draft", "2.2")


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_arrives_in_a_form_opened_by_part_is_open_whatever_its_step(state):
    here = stage(opened=False)
    form = split(here, state, round=2, return_reason="Sửa.")
    form.returned_parts.create(round=2, part="documents", reason="Thiếu ngày.")
    move(here)
    form = Submission.objects.get(pk=form.pk)
    parts = open_parts(form)
    assert (parts.whole, parts.line(form.lines.get().pk)) == (False, True)


def test_what_is_newly_asked_of_a_form_opened_by_part_is_open():
    here = stage()
    form = here.submission
    Submission.objects.filter(pk=form.pk).update(state="draft", round=2, return_reason="Sửa.")
    form.returned_parts.create(round=2, part="documents", reason="Thiếu ngày.")
    task = TaskFactory(plan=here.plan, national_group=here.group)
    TaskRoleFactory(task=task, kind="partner", organisation=here.unit)
    refresh_obligations(here.period, on=today(), by=None)
    parts = open_parts(here.submission)
    assert parts.line(here.submission.lines.get(task=task).pk)
    assert not parts.line(here.line.pk)


def test_what_stays_with_the_former_unit_is_not_certified_unread():
    here = stage(opened=False)
    other = TaskFactory(plan=here.plan, national_group=here.group)
    old = partner(here, "Sở Tài nguyên", here.task, other)
    here.open()
    first, second = (OrganisationFactory(province=here.plan.province, name=f"Chi cục {n}") for n in (1, 2))
    Submission.objects.filter(organisation=old).update(
        state="unit_review", handed_in_at=timezone.now(), handed_in_by=here.focal
    )
    ends(old, first, second, kind=SuccessionKind.SPLIT)
    here.task.roles.filter(organisation=old).update(organisation=first)
    other.roles.filter(organisation=old).delete()
    move(here)
    assert (form_of(here, old).state, form_of(here, old).edition) == ("draft", "2.2")
