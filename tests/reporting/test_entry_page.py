"""The entry page: it saves itself, outlives its session, shows two versions, and leaves closed parts alone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from organisations.models import Succession
from organisations.models.validity import Evidence
from reporting.actions import submissions as steps
from reporting.models import (
    Activity,
    IssuedDocument,
    LineRole,
    Part,
    ReportingPeriod,
    ReturnedPart,
    Statement,
    Submission,
    SubmissionLine,
)
from reporting.queries.submissions import history_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import TaskFactory, TaskRoleFactory
from tests.factories.reporting import signed_in, stage, typed

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("account_login")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return stage()


@pytest.fixture
def client(here):
    return signed_in(here.focal)


def address(here):
    return f"/phieu/{here.submission.pk}/nhap/"


def narrative(here):
    return f"line-{here.line.pk}-narrative"


def with_last_year(here, text="Đã tổ chức 02 lớp.", to_date=4, year=2025, unit=None):
    """An accepted form of an earlier year about the same task."""
    period, _new = ReportingPeriod.objects.get_or_create(
        plan=here.plan,
        year=year,
        defaults={
            "cutoff_on": dt.date(year, 11, 10),
            "opens_on": dt.date(year, 10, 1),
            "due_on": dt.date(year, 11, 20),
            "locks_on": dt.date(year, 11, 24),
        },
    )
    moment = timezone.now()
    sent = Submission.objects.create(
        period=period,
        organisation=unit or here.unit,
        state="accepted",
        certified_at=moment,
        certified_by=here.leader,
        decided_at=moment,
        decided_by=here.specialist,
    )
    line = SubmissionLine.objects.create(submission=sent, task=here.task, role=LineRole.LEAD, narrative=text)
    line.figures.create(target=here.target, indicator="x", unit="doanh nghiệp", to_date=to_date, estimate=9)
    return line


def asked_to_save(client, here, sent, **changed):
    """How many queries one saving takes, for how many lines of the form."""
    with CaptureQueriesContext(connection) as asked:
        assert auto(client, here, sent, **changed).json()["state"] == "saved"
    return len(asked)


def the_line(answer):
    return answer.context["entry"].lines[0]


# --- What saving costs ---------------------------------------------------------------------------------------------------


def test_a_form_that_saves_itself_is_read_once_however_long_it_is(client, here):
    sent = typed(client, here.submission)
    auto(client, here, sent, **{narrative(here): "Bắt đầu."})
    one = asked_to_save(client, here, typed(client, here.submission), **{narrative(here): "Một dòng."})
    for _more in range(3):
        line = here.submission.lines.create(task=TaskFactory(plan=here.plan), role=LineRole.LEAD)
        line.figures.create(target=None, indicator="x", unit="lớp", counted_as="activities")
    many = asked_to_save(client, here, typed(client, here.submission), **{narrative(here): "Bốn dòng."})
    assert (one, many) == (22, 22)


def test_who_may_not_fill_it_in_never_holds_it(here):
    stranger = signed_in(UserFactory())
    with CaptureQueriesContext(connection) as asked:
        assert stranger.post(address(here), {"save": "auto"}).status_code == 404
    assert not [query for query in asked if "FOR NO KEY UPDATE" in query["sql"]]


# --- What stands beside a figure ---------------------------------------------------------------------------------------


def test_earlier_years_add_up_and_this_years_figure_joins_them(client, here):
    with_last_year(here, to_date=4, year=2025)
    with_last_year(here, to_date=3, year=2024)
    send(client, here, **{f"figure-{here.figure.pk}-to_date": "5"})
    part = the_line(client.get(address(here))).figures[0]
    assert (part.beside.last_year, part.beside.before, part.cumulative) == (9, 7, 12)


def test_nothing_before_and_nothing_now_is_no_sum(client, here):
    part = the_line(client.get(address(here))).figures[0]
    assert (part.beside.before, part.cumulative) == (None, None)


def test_percentages_are_never_added_up(client, here):
    line = with_last_year(here)
    line.figures.update(unit="%")
    here.line.figures.update(unit="%")
    assert the_line(client.get(address(here))).figures[0].cumulative is None


def test_a_partner_is_told_to_count_its_own_part_only(here, client):
    lead = the_line(client.get(address(here))).figures[0].beside.counts
    here.submission.lines.update(role="partner")
    partner = the_line(client.get(address(here))).figures[0].beside.counts
    assert lead.startswith("Count what your unit did from 1 Jan 2026 to ")
    assert partner.startswith("Count only the part your unit did itself from 1 Jan 2026 to ")


# --- Last year's words ------------------------------------------------------------------------------------------------------


def send(client, here, **changed):
    return client.post(address(here), typed(client, here.submission, **changed))


def test_last_years_text_stands_beside_and_is_used_again_by_one_press(client, here):
    with_last_year(here, "Đã tổ chức 02 lớp.")
    assert the_line(client.get(address(here))).earlier.text == "Đã tổ chức 02 lớp."
    figure = f"figure-{here.figure.pk}-to_date"
    answer = send(client, here, save=f"reuse-{here.line.pk}", **{figure: "7"})
    assert answer.url == f"{address(here)}#line-{here.line.pk}"
    assert (here.line.narrative, here.figure.to_date) == ("Đã tổ chức 02 lớp.", 7)
    page = client.get(address(here))
    assert [gap.where for gap in page.context["doubts"]][:1] == [f"id_{narrative(here)}"]
    assert the_line(page).is_unchanged


def test_typed_text_is_never_overwritten_by_last_years(client, here):
    with_last_year(here)
    answer = send(client, here, save=f"reuse-{here.line.pk}", **{narrative(here): "Của năm nay."})
    assert (answer.status_code, here.line.narrative) == (409, "")
    assert "a text stands in the box already" in answer.content.decode()
    assert "Của năm nay." in answer.content.decode()


def test_a_word_changed_takes_the_flag_away_and_blanks_do_not(client, here):
    with_last_year(here, "Đã tổ chức 02 lớp.")
    send(client, here, **{narrative(here): "Đã tổ chức\n02 lớp."})
    assert the_line(client.get(address(here))).is_unchanged
    send(client, here, **{narrative(here): "Đã tổ chức 03 lớp."})
    assert not the_line(client.get(address(here))).is_unchanged


def test_dost_sees_what_was_taken_over_unchanged(here):
    with_last_year(here, "Đã tổ chức 02 lớp.")
    SubmissionLine.objects.filter(submission=here.submission).update(narrative="Đã tổ chức 02 lớp.")
    page = signed_in(here.specialist).get(f"/phieu/{here.submission.pk}/").content.decode()
    assert "Not changed since last year" in page


def test_texts_of_merged_units_follow_each_other_under_their_names(client, here):
    old = [OrganisationFactory(province=here.plan.province, name=name) for name in ("Sở A", "Sở B")]
    for unit in old:
        Succession.objects.create(
            old=unit, new=here.unit, kind="merge", date=dt.date(2026, 1, 1), evidence=Evidence.values[0]
        )
        with_last_year(here, f"Việc của {unit.name}.", unit=unit)
    earlier = the_line(client.get(address(here))).earlier
    assert sorted(earlier.text.split("\n\n")) == ["Sở A:\nViệc của Sở A.", "Sở B:\nViệc của Sở B."]


def test_a_form_of_another_unit_is_nobodys_text(client, here):
    with_last_year(here, unit=OrganisationFactory(province=here.plan.province))
    assert the_line(client.get(address(here))).earlier is None


# --- The page saves itself ------------------------------------------------------------------------------------------------------


def auto(client, here, sent, **changed):
    data = {**sent, **{name.replace("__", "-"): value for name, value in changed.items()}, "save": "auto"}
    return client.post(address(here), data)


def test_what_is_typed_is_saved_and_the_page_learns_its_new_rows(client, here):
    sent = typed(client, here.submission)
    rows = {"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí.", narrative(here): "Đang làm."}
    answer = auto(client, here, sent, **rows).json()
    assert (answer["state"], answer["version"], here.line.narrative) == ("saved", 2, "Đang làm.")
    assert answer["rows"] == {"obstacle-0": Statement.objects.get().pk}
    assert "still missing" in answer["panel"]


def test_an_answer_that_never_arrived_makes_no_row_twice(client, here):
    sent = typed(client, here.submission)
    rows = {"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí."}
    auto(client, here, sent, **rows)
    again = auto(client, here, sent, **{**rows, "obstacle-0-text": "Thiếu kinh phí, thiếu người."}).json()
    assert (again["state"], again["version"]) == ("saved", 3)
    assert [s.text for s in Statement.objects.all()] == ["Thiếu kinh phí, thiếu người."]
    # and the person presses the button, still with what the page knew at first
    by_hand = {**sent, **rows, "obstacle-0-text": "Thiếu cả hai.", "save": "draft"}
    assert client.post(address(here), by_hand).status_code == 302
    assert [s.text for s in Statement.objects.all()] == ["Thiếu cả hai."]


def test_every_kind_of_new_row_is_made_once(client, here):
    sent = typed(client, here.submission)
    own = f"own-{here.line.pk}"
    rows = {
        f"{own}-TOTAL_FORMS": "1",
        f"{own}-0-indicator": "Tin bài",
        f"{own}-0-unit": "bài",
        "integrated-TOTAL_FORMS": "1",
        "integrated-0-heading": "Hội chợ",
        "integrated-0-own-TOTAL_FORMS": "1",
        "integrated-0-own-0-indicator": "Gian hàng",
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "letter",
        "documents-0-section": "management",
        "documents-0-number_and_symbol": "12/SCT",
    }
    for text in ("a", "ab", "abc"):
        answer = auto(client, here, sent, **rows, **{"documents-0-abstract": text}).json()
    assert sorted(answer["rows"]) == ["documents-0", "integrated-0", "integrated-0-own-0", f"{own}-0"]
    assert here.submission.lines.count() == 2
    assert IssuedDocument.objects.get().document.abstract == "abc"


def test_nothing_is_taken_away_while_somebody_types(client, here):
    send(client, here, **{"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí."})
    sent = typed(client, here.submission)
    auto(client, here, sent, **{"obstacle-0-text": "", narrative(here): "Đang làm."})
    assert (Statement.objects.count(), here.line.narrative) == (1, "Đang làm.")
    client.post(address(here), {**sent, "obstacle-0-text": "", narrative(here): "Đang làm."})
    assert Statement.objects.count() == 0


def test_the_history_tells_one_persons_saves_in_a_row_once(client, here):
    sent = typed(client, here.submission)
    for words in ("a", "ab", "abc"):
        auto(client, here, sent, **{narrative(here): words})
    send(signed_in(here.leader), here, **{narrative(here): "Của lãnh đạo."})
    told = [(entry.action, entry.by) for entry in history_of(here.submission)]
    assert told == [("save", here.leader), ("save", here.focal), ("start", here.focal), *told[3:]]
    assert here.submission.version == 5


def test_a_wrong_box_is_named_and_nothing_is_saved(client, here):
    name = f"figure-{here.figure.pk}-to_date"
    answer = auto(client, here, typed(client, here.submission), **{name: "nhiều"})
    assert (answer.status_code, answer.json()["state"]) == (422, "invalid")
    assert [slip["where"] for slip in answer.json()["slips"]] == [f"id_{name}"]


def test_somebody_else_saved_meanwhile_is_told_by_name(client, here):
    sent = typed(client, here.submission)
    send(signed_in(here.leader), here, **{narrative(here): "Của lãnh đạo."})
    answer = auto(client, here, sent, **{narrative(here): "Của đầu mối."})
    assert (answer.status_code, answer.json()["state"]) == (409, "stale")
    assert str(here.leader) in answer.json()["message"]
    assert here.line.narrative == "Của lãnh đạo."


def test_a_second_tab_of_the_same_person_is_another_page(client, here):
    first, second = typed(client, here.submission), typed(client, here.submission)
    auto(client, here, first, **{narrative(here): "Thẻ một."})
    assert auto(client, here, second, **{narrative(here): "Thẻ hai."}).json()["state"] == "stale"


def test_handed_in_meanwhile_is_told(client, here):
    sent = typed(client, here.submission)
    send(client, here, **{"head-is_nil": "on", "head-nil_reason": "Không phát sinh."})
    steps.hand_in(here.submission, by=here.focal, on=timezone.localdate())
    assert auto(client, here, sent, **{narrative(here): "Gõ tiếp."}).json()["state"] == "closed"


# --- Two people --------------------------------------------------------------------------------------------------------------------


def in_conflict(here):
    """The focal point sends a form the leader has changed meanwhile; both wrote the text and a figure."""
    figure = f"figure-{here.figure.pk}-to_date"
    client = signed_in(here.focal)
    mine = typed(client, here.submission, **{narrative(here): "Của tôi.", figure: "5"})
    send(signed_in(here.leader), here, **{narrative(here): "Của lãnh đạo.", figure: "6"})
    return client, mine, client.post(address(here), mine)


def choices(answer, *chosen):
    picked = {
        f"keep-{d.name}": c for d, c in zip(answer.context["conflict"].differences, chosen, strict=False)
    }
    sent = dict(answer.context["sent"])
    return {**sent, **picked, "save": "chosen", "conflict-version": str(answer.context["submission"].version)}


def test_both_versions_are_shown_and_each_choice_is_kept(here):
    client, _mine, answer = in_conflict(here)
    assert answer.status_code == 409
    told = [(d.typed, d.stored) for d in answer.context["conflict"].differences]
    assert sorted(told) == [("5", "6"), ("Của tôi.", "Của lãnh đạo.")]
    by_name = {d.name: d for d in answer.context["conflict"].differences}
    sent = choices(answer)
    sent |= {f"keep-{name}": "typed" if name == narrative(here) else "stored" for name in by_name}
    assert client.post(address(here), sent).status_code == 302
    assert (here.line.narrative, here.figure.to_date) == ("Của tôi.", Decimal(6))


def test_without_a_choice_everywhere_nothing_is_saved(here):
    client, _mine, answer = in_conflict(here)
    again = client.post(address(here), choices(answer, "typed"))
    assert (again.status_code, here.line.narrative) == (409, "Của lãnh đạo.")
    assert [d.choice for d in again.context["conflict"].differences] == ["typed", ""]


def test_a_third_save_while_choosing_is_shown_too(here):
    client, _mine, answer = in_conflict(here)
    send(signed_in(here.leader), here, **{narrative(here): "Lãnh đạo lần hai."})
    again = client.post(address(here), choices(answer, "stored", "stored"))
    assert again.status_code == 409
    assert "Lãnh đạo lần hai." in {d.stored for d in again.context["conflict"].differences}


def test_a_row_the_other_took_away_is_a_choice_and_one_added_stays(here):
    client, other = signed_in(here.focal), signed_in(here.leader)
    send(client, here, **{"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí."})
    mine = typed(client, here.submission, **{"obstacle-0-text": "Thiếu nhiều kinh phí."})
    taken = {"obstacle-0-DELETE": "on", "proposal-TOTAL_FORMS": "1", "proposal-0-text": "Bố trí kinh phí."}
    send(other, here, **taken)
    answer = client.post(address(here), mine)
    [difference] = answer.context["conflict"].differences
    assert (difference.typed, difference.is_gone) == ("Thiếu nhiều kinh phí.", True)
    assert "Bố trí kinh phí." in answer.context["conflict"].added[0]
    kept = client.post(address(here), choices(answer, "typed"))
    assert kept.status_code == 302
    assert sorted(s.text for s in Statement.objects.all()) == ["Bố trí kinh phí.", "Thiếu nhiều kinh phí."]


def test_a_row_the_other_took_away_may_stay_away(here):
    client, other = signed_in(here.focal), signed_in(here.leader)
    send(client, here, **{"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Thiếu kinh phí."})
    mine = typed(client, here.submission, **{"obstacle-0-text": "Thiếu nhiều kinh phí."})
    send(other, here, **{"obstacle-0-DELETE": "on"})
    answer = client.post(address(here), mine)
    assert client.post(address(here), choices(answer, "stored")).status_code == 302
    assert Statement.objects.count() == 0


def test_an_activity_the_other_took_away_comes_back_with_its_figures(here):
    client, other = signed_in(here.focal), signed_in(here.leader)
    row = {"integrated-TOTAL_FORMS": "1", "integrated-0-heading": "Hội chợ"}
    row |= {"integrated-0-own-TOTAL_FORMS": "1", "integrated-0-own-0-indicator": "Gian hàng"}
    send(client, here, **row)
    mine = typed(client, here.submission, **{"integrated-0-heading": "Hội chợ quốc tế"})
    send(other, here, **{"integrated-0-DELETE": "on"})
    answer = client.post(address(here), mine)
    assert [d.is_gone for d in answer.context["conflict"].differences] == [True]
    assert client.post(address(here), choices(answer, "typed")).status_code == 302
    line = here.submission.lines.get(attribution="integrated")
    assert (line.heading, [f.indicator for f in line.figures.all()]) == ("Hội chợ quốc tế", ["Gian hàng"])


# --- The session ends ------------------------------------------------------------------------------------------------------------------


def sign_in(client, person):
    person.set_password("kiem-thu-12345")
    person.save()
    return client.post(f"{SIGN_IN}?next=/", {"login": person.email, "password": "kiem-thu-12345"})


def test_what_was_typed_when_the_session_ended_is_back_after_signing_in(client, here):
    sent = typed(client, here.submission, **{narrative(here): "Gõ cả buổi sáng."})
    client.cookies.clear()
    answer = client.post(address(here), sent)
    assert answer.url == f"{SIGN_IN}?next={address(here)}"
    assert sign_in(client, here.focal).status_code == 302
    page = client.get(address(here))
    assert the_line(page).form["narrative"].value() == "Gõ cả buổi sáng."
    assert (page.context["restored"], here.line.narrative) == (True, "")
    assert the_line(client.get(address(here))).form["narrative"].value() == ""  # handed out once
    again = typed_of(page) | {"save": "draft"}
    assert client.post(address(here), again).status_code == 302
    assert here.line.narrative == "Gõ cả buổi sáng."


def typed_of(page):
    """What a browser would send from this very page."""
    return {name: values[-1] for name, values in page.context["entry"].data.lists()}


def test_a_page_that_saves_itself_is_told_that_the_session_ended(client, here):
    sent = typed(client, here.submission)
    client.cookies.clear()
    answer = auto(client, here, sent, **{narrative(here): "Gõ tiếp."})
    assert (answer.status_code, answer.json()["state"]) == (401, "signed_out")
    assert "kept_form" not in client.session


def test_what_one_typed_is_never_shown_to_another(client, here):
    sent = typed(client, here.submission, **{narrative(here): "Của đầu mối."})
    client.cookies.clear()
    client.post(address(here), sent)
    sign_in(client, here.leader)
    assert the_line(client.get(address(here))).form["narrative"].value() == ""


@pytest.mark.parametrize("token", ["", "forged", "abc:def:ghi"])
def test_nothing_is_kept_for_a_page_we_never_made(here, client, token):
    sent = typed(client, here.submission) | {"head-form": token}
    stranger = Client()
    assert stranger.post(address(here), sent).url.startswith(SIGN_IN)
    assert "kept_form" not in stranger.session


def test_nothing_is_kept_for_another_form_than_the_page_was_made_for(client, here):
    sent = typed(client, here.submission)
    stranger = Client()
    stranger.post(f"/phieu/{here.submission.pk + 1}/nhap/", sent)
    assert "kept_form" not in stranger.session


@pytest.fixture
def strict(here):
    """A browser whose forms are checked for their token, as a real one's are."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(here.focal, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_token_of_an_ended_session_loses_nothing(strict, here):
    sent = typed(strict, here.submission, **{narrative(here): "Đăng nhập ở thẻ khác."})
    answer = strict.post(address(here), sent)  # no token at all, like one of another session
    assert (answer.status_code, answer.url, here.line.narrative) == (302, address(here), "")
    assert the_line(strict.get(address(here))).form["narrative"].value() == "Đăng nhập ở thẻ khác."


def test_a_page_that_saves_itself_gets_a_new_token(strict, here):
    sent = typed(strict, here.submission)
    answer = auto(strict, here, sent, **{narrative(here): "Đăng nhập ở thẻ khác."})
    assert (answer.status_code, answer.json()["state"]) == (403, "renewed")
    again = auto(
        strict, here, sent, csrfmiddlewaretoken=answer.json()["token"], **{narrative(here): "Lần hai."}
    )
    assert (again.status_code, here.line.narrative) == (200, "Lần hai.")


def test_a_page_that_saves_itself_leaves_alone_what_another_page_left_here(strict, here):
    sent = typed(strict, here.submission, **{narrative(here): "Chưa lưu được."})
    assert strict.post(address(here), sent).status_code == 302  # kept until the form is opened
    assert auto(strict, here, sent).status_code == 403
    assert the_line(strict.get(address(here))).form["narrative"].value() == "Chưa lưu được."


def test_a_foreign_page_is_still_refused(strict, here):
    sent = typed(strict, here.submission) | {"head-form": ""}
    assert strict.post(address(here), sent).status_code == 403
    assert strict.post(f"/phieu/{here.submission.pk}/trinh/", {}).status_code == 403


# --- Parts that are closed ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def returned():
    """A form of two lines in its second round: DOST sent back the first line only."""
    here = stage(opened=False)
    other = TaskFactory(plan=here.plan, national_group=here.group)
    TaskRoleFactory(task=other, organisation=here.unit)
    here.open()
    here.submission.lines.update(narrative="Đã chấp nhận.")
    moment = timezone.now()
    Submission.objects.filter(pk=here.submission.pk).update(
        state="returned",
        round=2,
        return_reason="Xem từng phần.",
        certified_at=moment,
        certified_by=here.leader,
        decided_at=moment,
        decided_by=here.specialist,
    )
    ReturnedPart.objects.create(
        submission=here.submission, round=2, part=Part.LINE, line=here.line, reason="Thiếu số lớp."
    )
    here.closed = here.submission.lines.get(task=other)
    return here


def test_a_closed_part_is_read_and_an_open_one_says_why_it_came_back(returned):
    page = signed_in(returned.focal).get(address(returned))
    words = page.content.decode()
    assert "Thiếu số lớp." in words
    assert (f'name="line-{returned.closed.pk}-narrative"' in words, "did not send it back" in words) == (
        False,
        True,
    )
    assert [part.is_open for part in page.context["entry"].lines] == [True, False]


def test_only_the_open_part_changes_whatever_is_sent(returned):
    client = signed_in(returned.focal)
    closed = {f"line-{returned.closed.pk}-narrative": "Lén sửa.", "head-is_nil": "on", "head-nil_reason": "x"}
    closed |= {"obstacle-TOTAL_FORMS": "1", "obstacle-0-text": "Lén thêm."}
    answer = send(client, returned, **closed, **{narrative(returned): "Đã tổ chức 03 lớp."})
    assert answer.status_code == 302
    returned.closed.refresh_from_db()
    assert (returned.line.narrative, returned.closed.narrative) == ("Đã tổ chức 03 lớp.", "Đã chấp nhận.")
    assert (returned.submission.is_nil, Statement.objects.count()) == (False, 0)


# --- Figures that count records ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def counted(here):
    here.line.figures.update(counted_as="activities", unit="lớp")
    for number in range(3):
        Activity.objects.create(line=here.line, kind="course", title=f"Lớp {number}")
    return here


def test_the_count_of_the_records_is_shown_and_is_the_figure(client, counted):
    part = the_line(client.get(address(counted))).figures[0]
    assert (part.figure.counted, part.figure.value, part.cumulative) == (3, 3, 3)


def test_another_number_than_the_count_says_why_and_both_are_shown(client, counted):
    name = f"figure-{counted.figure.pk}"
    refused = send(client, counted, **{f"{name}-to_date": "5"})
    assert [slip.anchor for slip in refused.context["entry"].slips] == [f"id_{name}-typed_reason"]
    why = "Hai lớp chưa có hồ sơ."
    assert send(client, counted, **{f"{name}-to_date": "5", f"{name}-typed_reason": why}).status_code == 302
    assert (counted.figure.to_date, counted.figure.typed_reason) == (5, why)
    page = client.get(address(counted)).content.decode()
    assert ("By the records:" in page, "Reported instead:" in page) == (True, True)


def test_the_count_typed_once_more_is_the_count(client, counted):
    send(client, counted, **{f"figure-{counted.figure.pk}-to_date": "3"})
    assert (counted.figure.to_date, counted.figure.value) == (None, 3)


def test_a_figure_with_nothing_behind_it_deserves_a_look(client, here):
    send(client, here, **{f"figure-{here.figure.pk}-to_date": "3"})
    doubts = client.get(address(here)).context["doubts"]
    assert [gap.where for gap in doubts] == [f"proof-{here.figure.pk}"]


def test_nobody_without_the_unit_saves_by_itself(here):
    person = MembershipFactory(user=UserFactory()).user
    assert signed_in(person).post(address(here), {"save": "auto"}).status_code == 404
