"""A form through its year: saved, handed in, certified, accepted, sent back."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.models import Entry
from organisations.models import Role
from programmes.models import LegalDocument
from reporting.actions import submissions as steps
from reporting.actions.content import Citation, Content, DocumentEntry, FigureEntry, LineEntry, StatementEntry
from reporting.actions.entry import save_content
from reporting.models import DocumentSection, ReportingPeriod, Statement, StatementKind, Submission
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import TargetFactory, TaskFactory, TaskRoleFactory
from tests.factories.reporting import SubmissionFactory, signed_in, stage, typed
from tests.reporting.test_periods import cost

LETTER = Citation(
    kind="letter",
    number_and_symbol="164/SCT-QLCN",
    issued_on=dt.date(2026, 3, 17),
    issuer_text="Sở Công Thương",
    abstract="hướng dẫn đăng ký",
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def filled(here, narrative="Đã hỗ trợ 03 doanh nghiệp.", to_date=3, estimate=5, **more):
    """The form of the stage, filled in."""
    figure = FigureEntry(pk=here.figure.pk, to_date=Decimal(to_date), estimate=Decimal(estimate))
    line = LineEntry(pk=here.line.pk, narrative=narrative, figures=(figure,))
    return Content(lines=(line,), **more)


def save(here, content=None, *, by=None, version=None, digest="", on=None):
    submission = here.submission
    return save_content(
        submission,
        content=content or filled(here),
        version=version or submission.version,
        by=by or here.focal,
        on=on or timezone.localdate(),
        digest=digest,
    )


def bring_to(here, state):
    """Walk the stage's form to ``state``."""
    today = timezone.localdate()
    save(here)
    if state in {"unit_review", "submitted", "accepted", "returned"}:
        steps.hand_in(here.submission, by=here.focal, on=today)
    if state in {"submitted", "accepted", "returned"}:
        steps.certify(here.submission, by=here.leader, on=today)
    if state == "accepted":
        steps.accept(here.submission, by=here.specialist)
    if state == "returned":
        steps.send_back(here.submission, by=here.specialist, reason="Thiếu nguồn số liệu.")
    return here.submission


@pytest.mark.django_db
def test_the_first_save_begins_the_draft_and_is_written_down():
    here = stage()
    saved = save(here)
    assert (saved.state, saved.version, saved.saved_by) == ("draft", 2, here.focal)
    assert here.figure.to_date == 3
    assert [(e.action, e.facts.get("changed")) for e in Entry.objects.about(saved)] == [
        ("save", {"lines": 1, "figures": 1}),
        ("start", None),
    ]


@pytest.mark.django_db
def test_a_form_without_changes_changes_nothing():
    here = stage()
    save(here)
    assert (save(here).version, Entry.objects.filter(action="save").count()) == (2, 1)


@pytest.mark.django_db
def test_a_stale_form_is_refused_and_says_who_was_quicker():
    here = stage()
    save(here, by=here.leader)
    with pytest.raises(RuleBroken) as no:
        save(here, filled(here, to_date=9), version=1)
    assert (no.value.code, str(here.leader) in no.value.reason, here.figure.to_date) == ("stale", True, 3)


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_saved_once():
    here = stage()
    said = filled(here, statements=(StatementEntry(kind=StatementKind.OBSTACLE, text="Thiếu kinh phí."),))
    for _ in range(2):
        save(here, said, version=1, digest="abc")
    assert (here.submission.version, Statement.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_at_once_leave_one_version():
    here = stage()
    start = Barrier(2)
    people = [here.focal, here.leader]

    def save_it(at):
        start.wait()
        try:
            return save(here, filled(here, to_date=at + 1), version=1, by=people[at], digest=str(at)).version
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(map(str, pool.map(save_it, range(2))))
    assert outcomes == ["2", "stale"]
    assert Entry.objects.filter(action="save").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_cannot_be_changed_while_it_is_handed_in():
    here = stage()
    save(here)
    start = Barrier(2)

    def act(step):
        start.wait()
        try:
            return step()
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    def empty_it():
        return save(here, filled(here, narrative=""), version=2).version

    def hand_it_in():
        return steps.hand_in(here.submission, by=here.focal, on=timezone.localdate()).state

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(map(str, pool.map(act, [empty_it, hand_it_in])))
    assert outcomes in ({"3", "incomplete"}, {"closed", "unit_review"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [
        {"opens_on": timezone.localdate() + dt.timedelta(1)},
        {
            "due_on": timezone.localdate() - dt.timedelta(2),
            "locks_on": timezone.localdate() - dt.timedelta(1),
        },
    ],
)
def test_nothing_is_saved_before_entry_opens_or_after_it_locks(days):
    here = stage()
    ReportingPeriod.objects.update(**days)
    with pytest.raises(RuleBroken) as no:
        save(here)
    assert (no.value.code, here.figure.to_date) == ("closed", None)


@pytest.mark.django_db
def test_a_foreign_row_is_refused():
    here, other = stage(), stage()
    with pytest.raises(RuleBroken) as no:
        save(here, filled(other))
    assert (no.value.code, other.figure.to_date) == ("stale", None)


@pytest.mark.django_db
def test_units_citing_one_letter_share_one_row_of_the_register():
    here = stage()
    known = LegalDocument.objects.create(province=here.plan.province, **vars(LETTER))
    entry = DocumentEntry(citation=LETTER, section=DocumentSection.MANAGEMENT)
    save(here, filled(here, documents=(entry,)))
    assert [d.document for d in here.submission.issued_documents.all()] == [known]
    assert LegalDocument.objects.filter(number_and_symbol=LETTER.number_and_symbol).count() == 1
    with pytest.raises(RuleBroken) as no:
        save(here, filled(here, documents=(entry, entry)))
    assert no.value.code == "twice"


@pytest.mark.django_db
def test_a_unit_corrects_what_it_entered_but_never_what_others_did():
    here = stage()
    save(here, filled(here, documents=(DocumentEntry(citation=LETTER, section="management"),)))
    issued = here.submission.issued_documents.get()
    better = Citation(**{**vars(LETTER), "abstract": "hướng dẫn đăng ký năm 2026"})
    save(here, filled(here, documents=(DocumentEntry(pk=issued.pk, citation=better, section="management"),)))
    assert LegalDocument.objects.get(pk=issued.document_id).abstract == "hướng dẫn đăng ký năm 2026"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'by a dated rule'")
    Entry.objects.filter(action="enter_from_submission").delete()
    worse = Citation(**{**vars(LETTER), "abstract": "khác"})
    save(here, filled(here, documents=(DocumentEntry(pk=issued.pk, citation=worse, section="management"),)))
    assert LegalDocument.objects.get(pk=issued.document_id).abstract == "hướng dẫn đăng ký năm 2026"


@pytest.mark.django_db
def test_an_integrated_activity_comes_and_goes_with_its_figures():
    here = stage()
    entry = LineEntry(
        is_integrated=True,
        heading="Chương trình OCOP",
        narrative="Đã tập huấn.",
        national_group=here.group,
        host=Citation(number_and_symbol="12/KH-UBND", abstract="OCOP"),
        figures=(FigureEntry(indicator="Lượt người", unit="lượt người", to_date=Decimal(3000)),),
    )
    content = filled(here)
    save(here, Content(lines=(*content.lines, entry)))
    line = here.submission.lines.get(attribution="integrated")
    assert (line.role, line.host.number_and_symbol, line.figures.get().to_date) == ("own", "12/KH-UBND", 3000)
    save(here, Content(lines=(*content.lines, LineEntry(pk=line.pk, is_integrated=True, remove=True))))
    assert here.submission.lines.filter(attribution="integrated").count() == 0


@pytest.mark.django_db
def test_a_form_with_gaps_is_not_handed_in_and_every_gap_is_named():
    here = stage()
    with pytest.raises(RuleBroken) as no:
        steps.hand_in(here.submission, by=here.focal, on=timezone.localdate())
    assert (len(no.value.messages), no.value.code, here.submission.state) == (
        3,
        "incomplete",
        "not_started",
    )


@pytest.mark.django_db
def test_the_year_of_a_form():
    here = stage()
    bring_to(here, "returned")
    assert (here.submission.state, here.submission.return_reason) == ("returned", "Thiếu nguồn số liệu.")
    save(here, filled(here, to_date=4))
    steps.hand_in(here.submission, by=here.leader, on=timezone.localdate())
    steps.decline(here.submission, by=here.leader, reason="Ghi rõ tên doanh nghiệp.")
    steps.hand_in(here.submission, by=here.focal, on=timezone.localdate())
    steps.certify(here.submission, by=here.leader, on=timezone.localdate())
    done = steps.accept(here.submission, by=here.specialist)
    assert (done.state, done.return_reason, done.decided_by) == ("accepted", "", here.specialist)
    walked = [e.action for e in Entry.objects.about(done) if e.action != "save"][::-1]
    assert walked == [
        "start", "hand_in", "certify", "send_back", "hand_in", "decline", "hand_in", "certify", "accept",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "step", "person"),
    [
        ("unit_review", "certify", "focal"),
        ("unit_review", "certify", "specialist"),
        ("submitted", "accept", "leader"),
        ("submitted", "send_back", "focal"),
    ],
)
def test_nobody_takes_the_steps_of_others(state, step, person):
    here = stage()
    bring_to(here, state)
    extra = {"certify": {"on": timezone.localdate()}, "send_back": {"reason": "Sửa lại."}}.get(step, {})
    with pytest.raises(RuleBroken) as no:
        getattr(steps, step)(here.submission, by=getattr(here, person), **extra)
    assert (no.value.code, here.submission.state) == ("not_permitted", state)


@pytest.mark.django_db
def test_a_form_goes_back_only_with_a_reason():
    here = stage()
    bring_to(here, "submitted")
    with pytest.raises(RuleBroken):
        steps.send_back(here.submission, by=here.specialist, reason="  ")
    assert here.submission.state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_two_specialists_deciding_at_once_make_one_decision():
    here = stage()
    bring_to(here, "submitted")
    start = Barrier(2)

    def decide(_at):
        start.wait()
        try:
            return steps.accept(here.submission, by=here.specialist).state
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, range(2))) == ["accepted", "moved_on"]
    assert Entry.objects.filter(action="accept").count() == 1


@pytest.mark.django_db
def test_pages_of_the_steps_ask_once_and_say_what_comes_next():
    here = stage()
    save(here)
    url = f"/phieu/{here.submission.pk}/"
    walk = [
        (here.focal, "trinh", {}, "Handed in."),
        (here.leader, "chuyen-lai", {"reason": "Ghi rõ hơn."}, "Given back."),
        (here.focal, "trinh", {}, "Handed in."),
        (here.leader, "duyet", {}, "Certified and submitted."),
        (here.specialist, "tra-lai", {"whole_reason": "Thiếu minh chứng."}, "Sent back."),
        (here.focal, "trinh", {}, "Handed in."),
        (here.leader, "duyet", {}, "Certified and submitted."),
        (here.specialist, "chap-nhan", {}, "Accepted."),
    ]
    for person, step, sent, said in walk:
        client = signed_in(person)
        assert client.get(f"{url}{step}/").status_code == 200
        answer = client.post(f"{url}{step}/", sent, follow=True)
        assert str(list(answer.context["messages"])[-1]).startswith(said)
    assert here.submission.state == "accepted"


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "person"), [("unit_review", "leader"), ("submitted", "specialist")])
def test_nobody_stands_for_a_form_that_changed_after_it_was_read(state, person):
    here = stage()
    bring_to(here, state)
    browser = signed_in(getattr(here, person))
    read = browser.get(f"/phieu/{here.submission.pk}/").context["steps"][0].url
    Submission.objects.filter(pk=here.submission.pk).update(version=here.submission.version + 1)
    asked = browser.get(read).context["seen"]
    answer = browser.post(read.partition("?")[0], {"edition": asked})
    assert (answer.status_code, answer.context["problems"], here.submission.state) == (
        409,
        ["The form was changed after you had opened this page. Read it again, then decide."],
        state,
    )
    read = browser.get(f"/phieu/{here.submission.pk}/").context["steps"][0].url
    asked = browser.get(read).context["seen"]
    assert browser.post(read.partition("?")[0], {"edition": asked}).status_code == 302


@pytest.mark.django_db
def test_handing_in_too_early_shows_every_gap_with_its_place():
    here = stage()
    answer = signed_in(here.focal).post(f"/phieu/{here.submission.pk}/trinh/")
    page = answer.content.decode()
    assert [
        f'href="/phieu/{here.submission.pk}/nhap/#{gap.where}"' in page for gap in answer.context["gaps"]
    ] == [True] * 3


@pytest.mark.django_db
def test_a_step_already_taken_is_answered_with_the_reason():
    here = stage()
    bring_to(here, "accepted")
    answer = signed_in(here.specialist).post(f"/phieu/{here.submission.pk}/chap-nhan/")
    assert (answer.status_code, "Accepted" in answer.context["problems"][0]) == (409, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", {"focal": 200, "leader": 200, "specialist": 200, "stranger": 404}),
        ("nhap/", {"focal": 200, "leader": 200, "specialist": 403, "stranger": 404}),
        ("trinh/", {"focal": 200, "leader": 200, "specialist": 403, "stranger": 404}),
        ("duyet/", {"focal": 403, "leader": 200, "specialist": 403, "stranger": 404}),
        ("chuyen-lai/", {"focal": 403, "leader": 200, "specialist": 403, "stranger": 404}),
        ("chap-nhan/", {"focal": 403, "leader": 403, "specialist": 200, "stranger": 404}),
        ("tra-lai/", {"focal": 403, "leader": 403, "specialist": 200, "stranger": 404}),
    ],
)
def test_who_opens_which_page(path, expected):
    here = stage()
    url = f"/phieu/{here.submission.pk}/{path}"
    assert {who: signed_in(getattr(here, who)).get(url).status_code for who in expected} == expected


@pytest.mark.django_db
def test_the_sent_back_reason_stands_on_top_for_the_unit():
    here = stage()
    bring_to(here, "returned")
    for page in ("", "nhap/"):
        answer = signed_in(here.focal).get(f"/phieu/{here.submission.pk}/{page}")
        assert "Thiếu nguồn số liệu." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("forms", [1, 3])
def test_our_submissions_cost_the_same_for_any_number(forms):
    here = stage()
    for at in range(1, forms):
        SubmissionFactory(period__plan=here.plan, period__year=2026 + at, organisation=here.unit)
    client = signed_in(here.focal)
    assert len(client.get("/phieu/").context["rows"]) == forms
    assert cost(client, "/phieu/") == 4


@pytest.mark.django_db
@pytest.mark.parametrize("tasks", [1, 3])
def test_form_pages_cost_the_same_for_any_number_of_lines(tasks):
    here = stage(opened=False)
    for _ in range(tasks - 1):
        task = TaskFactory(plan=here.plan, national_group=here.group)
        task.targets.add(*(TargetFactory(plan=here.plan) for _ in range(tasks)))
        TaskRoleFactory(task=task, organisation=here.unit)
    here.open()
    client, url = signed_in(here.focal), f"/phieu/{here.submission.pk}/"
    assert here.submission.lines.count() == tasks
    assert (cost(client, url), cost(client, f"{url}nhap/")) == (12, 12)


@pytest.mark.django_db
def test_dost_fills_in_its_own_form_with_a_unit_role():
    here = stage(opened=False)
    TaskRoleFactory(task=here.task, kind="partner", organisation=here.dost)
    here.open()
    own = Submission.objects.get(organisation=here.dost)
    url = f"/phieu/{own.pk}/nhap/"
    assert signed_in(here.specialist).get(url).status_code == 403
    MembershipFactory(user=here.specialist, organisation=here.dost, role=Role.FOCAL_POINT)
    assert signed_in(here.specialist).get(url).status_code == 200


@pytest.mark.django_db
def test_last_years_figure_of_the_unit_stands_beside():
    here = stage()
    bring_to(here, "accepted")
    here.period.year = 2025
    here.period.save()
    here.open()
    entry = signed_in(here.focal).get(f"/phieu/{here.submission.pk}/nhap/").context["entry"]
    beside = entry.lines[0].figures[0].beside
    assert (beside.last_year, beside.target) == (Decimal(5), "at least 15 enterprises")


@pytest.mark.django_db
def test_one_click_declares_nil_for_a_unit_asked_among_many():
    here = stage(opened=False)
    from tests.factories.organisations import GroupMemberFactory

    member = GroupMemberFactory(organisation=OrganisationFactory(province=here.plan.province))
    TaskRoleFactory(task=here.task, kind="partner", organisation=None, group=member.group)
    here.open()
    here.unit = member.organisation
    person = MembershipFactory(organisation=member.organisation).user
    client = signed_in(person)
    answer = client.post(f"/phieu/{here.submission.pk}/nhap/", typed(client, here.submission, save="nil"))
    assert answer.url == f"/phieu/{here.submission.pk}/trinh/"
    client.post(answer.url)
    assert (here.submission.state, here.submission.is_nil, here.submission.nil_reason) == (
        "unit_review",
        True,
        "Năm 2026 không phát sinh nội dung này.",
    )
