"""The composition board: it opens fast whatever came in, everything typed stays, two editors see each other's words."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consolidation.actions.passages import Rewording, insert, remove, rephrase
from consolidation.models import Passage, Report
from consolidation.queries.incoming import placing_of
from reporting.models import Submission, SubmissionLine
from tests.consolidation.board import SECTION, a_desk
from tests.factories.reporting import signed_in
from tests.reporting.filling import a_figure, a_line, a_submission

pytestmark = pytest.mark.django_db
QUERIES = 20


@pytest.fixture
def desk():
    return a_desk()


@pytest.fixture
def browser(desk):
    return signed_in(desk.specialist)


def address(desk, section=SECTION):
    return f"/bao-cao-tong-hop/{desk.report.pk}/soan/{section}/"


def shown(browser, desk, section=SECTION, **query):
    """The fields of the page as a browser would send them."""
    page = browser.get(address(desk, section), query)
    form = page.context["form"]
    sent = {"head-form": form.page_token, "save": "draft"}
    for box in form.boxes.values():
        sent |= {bound.html_name: str(bound.value()) for bound in box}
    return sent


def press(browser, desk, button, sent=None, **typed):
    fields = (sent or shown(browser, desk)) | {
        name.replace("__", "-"): value for name, value in typed.items()
    }
    return browser.post(address(desk), fields | {"save": button})


def texts(desk, section=SECTION):
    return list(
        desk.report.passages.filter(section=section).order_by("position").values_list("text", flat=True)
    )


def put(desk, *words):
    return insert(desk.report, desk.incoming(*words), section=SECTION, by=desk.specialist)


def test_the_page_shows_what_came_in_with_its_state(desk, browser):
    page = browser.get(address(desk)).content.decode()
    assert page.count('class="in-card in-open"') == 2
    assert re.findall(r'value="(insert-line:\d+)"', page) == [
        f"insert-line:{pk}" for pk in SubmissionLine.objects.values_list("pk", flat=True).order_by("pk")
    ]


def test_a_button_puts_a_line_in_and_keeps_what_was_typed(desk, browser):
    (passage,) = put(desk, "phóng sự")
    line = desk.incoming("tờ rơi")[0]
    answer = press(browser, desk, f"insert-line:{line.key}", **{f"p{passage.pk}__text": "Tám phóng sự."})
    assert answer.status_code == 302
    assert texts(desk) == ["Tám phóng sự.", line.text]


def test_an_act_that_is_refused_says_why_and_keeps_the_reason_typed(desk, browser):
    put(desk, "phóng sự")
    line = desk.incoming("phóng sự")[0]
    answer = press(browser, desk, "aside_ticked", take=f"line:{line.key}", reason="Đã có")
    assert (answer.status_code, answer.context["reason"]) == (409, "Đã có")
    assert "stands in the report" in answer.content.decode()


def test_the_page_saves_itself_again_and_again(desk, browser):
    (passage,) = put(desk, "phóng sự")
    sent = shown(browser, desk)
    for words in ("a", "b"):  # the second is sent over the first edition: the first answer was lost
        answer = press(browser, desk, "auto", sent, **{f"p{passage.pk}__text": words})
        assert answer.json()["state"] == "saved"
    assert texts(desk) == ["b"]
    assert answer.json()["fields"][f"p{passage.pk}-edition"] == "3"


def test_a_passage_nobody_touched_is_no_conflict(desk, browser):
    first, second = put(desk, "phóng sự", "tờ rơi")
    sent = shown(browser, desk)
    rephrase(desk.report, [Rewording(first.pk, 1, "Của đồng nghiệp.")], by=desk.colleague)
    answer = press(browser, desk, "auto", sent, **{f"p{second.pk}__text": "Của tôi."})
    assert answer.json()["state"] == "saved"
    assert texts(desk) == ["Của đồng nghiệp.", "Của tôi."]


def test_two_editors_of_one_passage_choose_between_their_words(desk, browser):
    (passage,) = put(desk, "phóng sự")
    sent = shown(browser, desk)
    rephrase(desk.report, [Rewording(passage.pk, 1, "Của đồng nghiệp.")], by=desk.colleague)
    assert (
        press(browser, desk, "auto", sent, **{f"p{passage.pk}__text": "Của tôi."}).json()["state"] == "stale"
    )
    page = press(browser, desk, "draft", sent, **{f"p{passage.pk}__text": "Của tôi."})
    (difference,) = page.context["conflict"].differences
    assert (page.status_code, difference.typed, difference.stored) == (409, "Của tôi.", "Của đồng nghiệp.")
    assert texts(desk) == ["Của đồng nghiệp."]
    chosen = dict(page.context["sent"]) | {
        "conflict-version": dict(page.context["sent"])["conflict-version"],
        difference.control: "typed",
    }
    browser.post(address(desk), chosen | {"save": "chosen"})
    assert texts(desk) == ["Của tôi."]


def test_words_typed_into_a_passage_that_is_gone_can_be_kept(desk, browser):
    (passage,) = put(desk, "phóng sự")
    sent = shown(browser, desk) | {f"p{passage.pk}-text": "Của tôi."}
    remove(desk.report, passage.pk, edition=1, by=desk.colleague)
    page = browser.post(address(desk), sent)
    (difference,) = page.context["conflict"].differences
    chosen = dict(page.context["sent"]) | {
        "conflict-version": dict(page.context["sent"])["conflict-version"],
        difference.control: "typed",
        "save": "chosen",
    }
    browser.post(address(desk), chosen)
    assert texts(desk) == ["Của tôi."]


def test_words_typed_into_a_passage_that_moved_away_are_saved_there(desk, browser):
    (passage,) = put(desk, "phóng sự")
    sent = shown(browser, desk) | {f"p{passage.pk}-text": "Của tôi."}
    Passage.objects.filter(pk=passage.pk).update(section="I.2.3")
    browser.post(address(desk), sent)
    assert (texts(desk), texts(desk, "I.2.3")) == ([], ["Của tôi."])


def test_a_text_sent_after_the_session_ended_comes_back(desk, browser):
    (passage,) = put(desk, "phóng sự")
    sent = shown(browser, desk) | {f"p{passage.pk}-text": "Của tôi."}
    browser.logout()
    assert browser.post(address(desk), sent).status_code == 302
    browser.force_login(desk.specialist)
    page = browser.get(address(desk))
    assert (page.context["restored"], page.context["form"].boxes[passage.pk].typed) == (True, "Của tôi.")


def test_a_text_too_long_is_refused_with_everything_still_there(desk, browser):
    (passage,) = put(desk, "phóng sự")
    long = "rất dài " * 25_000
    answer = press(browser, desk, "draft", **{f"p{passage.pk}__text": long})
    assert answer.status_code == 422
    assert answer.context["form"].boxes[passage.pk].typed == long
    assert texts(desk) == [passage.text]
    assert press(browser, desk, "auto", **{f"p{passage.pk}__text": long}).json()["state"] == "invalid"


def test_what_was_pasted_from_word_is_tidied_when_it_is_saved(desk, browser):
    (passage,) = put(desk, "phóng sự")
    pasted = "•\tMột\u202e\r\n•\tHai\r\nTT\tTên\r\n1\tSở A\r\n<script>alert(1)</script>"
    press(browser, desk, "draft", **{f"p{passage.pk}__text": pasted})
    assert texts(desk) == ["- Một\n- Hai\n| TT | Tên |\n| 1 | Sở A |\n<script>alert(1)</script>"]
    assert "<script>alert" not in browser.get(address(desk)).content.decode()


def test_once_it_was_sent_to_the_leader_nothing_is_saved_and_nothing_lost(desk, browser):
    (passage,) = put(desk, "phóng sự")
    sent = shown(browser, desk) | {f"p{passage.pk}-text": "Của tôi."}
    Report.objects.filter(pk=desk.report.pk).update(
        state="review", sent_at="2026-01-01T00:00Z", sent_by=desk.specialist
    )
    page = browser.post(address(desk), sent)
    assert (page.status_code, page.context["form"].boxes[passage.pk].typed) == (409, "Của tôi.")
    assert browser.get(address(desk)).status_code == 302


def test_search_looks_in_every_section_with_or_without_marks(desk, browser):
    page = browser.get(address(desk, "I.2.4"), {"tim": "to roi"})
    assert [card.incoming.unit for card in page.context["cards"]] == ["Sở Nông nghiệp"]


def test_a_sentence_of_figures_says_when_its_number_is_not_the_sum(desk, browser):
    keys = ",".join(each.key for each in desk.figures("Sở Công Thương", "Sở Nông nghiệp"))
    press(browser, desk, f"merge-{keys}")
    (written,) = browser.get(address(desk)).context["written"]
    assert (written.sum_words, written.lacks_sum) == ("7", False)
    press(browser, desk, "draft", **{f"p{written.passage.pk}__text": "Số lớp: 08 lớp."})
    (written,) = browser.get(address(desk)).context["written"]
    assert written.lacks_sum


def grown(desk, units):
    """So many more departments wrote for the section, and as many passages stand in it."""
    group = SubmissionLine.objects.first().national_group
    for number in range(units):
        line = a_line(
            a_submission(desk.period, f"Sở thứ {number}"),
            national_group=group,
            narrative=f"Việc {number}. " * 20,
        )
        a_figure(line, "3")


def queries(browser, desk):
    cache.clear()
    browser.get(address(desk))
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address(desk)).status_code == 200
    return len(asked)


def test_the_page_asks_as_often_for_one_as_for_many(desk, browser):
    put(desk, "phóng sự")
    assert queries(browser, desk) == QUERIES
    grown(desk, 3)
    put(desk, "tờ rơi", "Việc 0", "Việc 1")
    assert queries(browser, desk) == QUERIES


def test_others_do_not_find_the_board(desk):
    assert signed_in(desk.stranger).get(address(desk)).status_code == 404
    assert Client().get(address(desk)).status_code == 302
    assert signed_in(desk.specialist).get(address(desk, "nowhere")).status_code == 404


def headline(browser, desk):
    page = browser.get(address(desk)).content.decode()
    return page.split('class="page-head')[1].split("</header>")[0]


def test_an_empty_board_says_that_nothing_came_in_and_whom_that_concerns(desk, browser):
    everything = "everything has its place"
    insert(desk.report, placing_of(desk.report).unplaced, section=SECTION, by=desk.specialist)
    assert everything in headline(browser, desk)
    desk.report.passages.all().delete()
    Submission.objects.update(state="draft")
    said = headline(browser, desk)
    assert everything not in said
    assert "2 units were asked, 0 accepted" in said
    assert f'href="/bao-cao/{desk.period.pk}/ma-tran/"' in said


def test_what_came_in_is_set_as_the_paper_sets_it(desk, browser):
    SubmissionLine.objects.filter(narrative__contains="phóng sự").update(
        narrative="_Số liệu:_ 08 phóng sự.\n- Một"
    )
    page = browser.get(address(desk)).content.decode()
    came_in = page.split('id="incoming"')[1].split('id="text"')[0]
    assert "_Số liệu:_" not in came_in
    assert re.search(r"<i>Số liệu: ?</i>08 phóng sự.", came_in)
    assert "<li>Một</li>" in came_in
