"""Two specialists at the same moment: nothing is lost, nothing stands twice."""

import pytest

from consolidation.actions.arranging import move
from consolidation.actions.passages import Rewording, insert, remove, rephrase
from consolidation.actions.placing import leave_out
from consolidation.models import Report, SetAside
from consolidation.states import ReportState
from journal.actions import advance
from journal.models import Entry
from tests.consolidation.board import SECTION, a_desk
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def put(desk, *words, by=None):
    return insert(desk.report, desk.incoming(*words), section=SECTION, by=by or desk.specialist)


def texts(desk):
    return list(
        desk.report.passages.filter(section=SECTION).order_by("position").values_list("text", flat=True)
    )


def test_one_line_put_in_by_two_stands_once():
    desk = a_desk()
    line = desk.incoming("phóng sự")
    came = at_once(
        *(
            lambda who=who: len(insert(desk.report, line, section=SECTION, by=who))
            for who in (desk.specialist, desk.colleague)
        )
    )
    assert sorted(map(str, came)) == ["1", "placed"]
    assert len(texts(desk)) == 1


def test_of_two_wordings_of_one_passage_the_second_is_told_of_the_first():
    desk = a_desk()
    (passage,) = put(desk, "phóng sự")
    came = at_once(
        lambda: (
            rephrase(desk.report, [Rewording(passage.pk, 1, "Một.")], by=desk.specialist, form="a") and None
        ),
        lambda: (
            rephrase(desk.report, [Rewording(passage.pk, 1, "Hai.")], by=desk.colleague, form="b") and None
        ),
    )
    assert sorted(came) == ["done", "stale"]
    assert texts(desk) == [["Một.", "Hai."][came.index("done")]]


def test_two_passages_are_worded_at_the_same_moment():
    desk = a_desk()
    first, second = put(desk, "phóng sự", "tờ rơi")
    came = at_once(
        lambda: rephrase(desk.report, [Rewording(first.pk, 1, "Một.")], by=desk.specialist) and None,
        lambda: rephrase(desk.report, [Rewording(second.pk, 1, "Hai.")], by=desk.colleague) and None,
    )
    assert (came, texts(desk)) == (["done", "done"], ["Một.", "Hai."])


def test_a_passage_taken_out_while_somebody_words_it_takes_no_words_with_it():
    desk = a_desk()
    (passage,) = put(desk, "phóng sự")
    came = at_once(
        lambda: rephrase(desk.report, [Rewording(passage.pk, 1, "Một.")], by=desk.specialist) and None,
        lambda: remove(desk.report, passage.pk, edition=1, by=desk.colleague),
    )
    assert (came, texts(desk)) in [(["done", "stale"], ["Một."]), (["stale", "done"], [])]


def test_a_line_is_put_in_or_set_aside_never_both():
    desk = a_desk()
    line = desk.incoming("phóng sự")
    at_once(
        lambda: len(insert(desk.report, line, section=SECTION, by=desk.specialist)),
        lambda: len(leave_out(desk.report, line, reason="Trùng.", by=desk.colleague)),
    )
    assert (len(texts(desk)), SetAside.objects.count()) == (1, 0)


def test_passages_moved_at_the_same_moment_keep_one_order():
    desk = a_desk()
    first, second = put(desk, "phóng sự", "tờ rơi")
    at_once(
        lambda: move(desk.report, first.pk, section=SECTION, at=1, by=desk.specialist) and None,
        lambda: move(desk.report, second.pk, section=SECTION, at=1, by=desk.colleague) and None,
    )
    places = list(desk.report.passages.filter(section=SECTION).values_list("position", flat=True))
    assert sorted(places) == [1, 2]


def test_what_was_sent_to_the_leader_is_not_worded_behind_his_back():
    desk = a_desk()
    (passage,) = put(desk, "phóng sự")
    facts = {"sent_at": "2026-01-01T00:00Z", "sent_by": desk.specialist}
    came = at_once(
        lambda: rephrase(desk.report, [Rewording(passage.pk, 1, "Một.")], by=desk.colleague) and None,
        lambda: advance(desk.report, "send_to_leader", by=desk.specialist, **facts) and None,
    )
    state = Report.objects.get(pk=desk.report.pk).state
    assert (came[1], state) == ("done", ReportState.REVIEW)
    order = list(
        Entry.objects.filter(action__in=["save", "send_to_leader"])
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert order == (["save", "send_to_leader"] if came[0] == "done" else ["send_to_leader"])
