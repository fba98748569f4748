"""The text of a report: what units sent goes in, is worded, cut, moved and taken out; the originals never change."""

import pytest
from django.utils import translation

from common.errors import RuleBroken
from consolidation.actions.arranging import join, move, split, step
from consolidation.actions.merging import merge_figures
from consolidation.actions.originals import keep_words, let_go, put_back
from consolidation.actions.passages import Rewording, add_derived, add_own, insert, remove, rephrase
from consolidation.actions.placing import leave_out, take_back
from consolidation.models import Report
from consolidation.queries.incoming import placing_of
from journal.models import Entry
from reporting.models import Attribution, Figure, SubmissionLine
from tests.consolidation.board import SECTION, a_desk
from tests.factories.programmes import TargetFactory

pytestmark = pytest.mark.django_db
PHONG_SU, TO_ROI = "phóng sự", "tờ rơi"


@pytest.fixture
def desk():
    with translation.override("en"):
        yield a_desk()


def texts(desk, section=SECTION):
    return list(
        desk.report.passages.filter(section=section).order_by("position").values_list("text", flat=True)
    )


def put(desk, *words, by=None, **facts):
    return insert(desk.report, desk.incoming(*words), section=SECTION, by=by or desk.specialist, **facts)


def code(act, *args, **facts):
    with pytest.raises(RuleBroken) as no:
        act(*args, **facts)
    return no.value.code


def unplaced(desk):
    return [each.text for each in placing_of(desk.report).unplaced]


def test_an_inserted_line_has_the_units_words_and_itself_as_source(desk):
    (passage,) = put(desk, PHONG_SU)
    source = passage.sources.get()
    line = SubmissionLine.objects.get(narrative__contains=PHONG_SU)
    assert PHONG_SU in passage.text
    assert (source.kind, source.key, source.label) == ("line", str(line.pk), "Sở Công Thương")
    assert source.seen == desk.incoming(PHONG_SU)[0].fingerprint
    assert line.narrative == "Đã phát 08 phóng sự."


def test_what_was_inserted_is_no_longer_counted_as_unplaced(desk):
    before = unplaced(desk)
    put(desk, PHONG_SU)
    assert [text for text in before if text not in unplaced(desk)] == [desk.incoming(PHONG_SU)[0].text]


def test_lines_stand_where_they_were_put(desk):
    add_own(desk.report, section=SECTION, by=desk.specialist, text="Câu đầu.")
    put(desk, PHONG_SU, at=0)
    put(desk, TO_ROI, at=1)
    assert [text.split()[-2:] for text in texts(desk)] == [["phóng", "sự."], ["tờ", "rơi."], ["Câu", "đầu."]]


def test_a_line_stands_twice_only_when_asked_for(desk):
    put(desk, PHONG_SU)
    assert code(put, desk, PHONG_SU) == "placed"
    put(desk, PHONG_SU, again=True)
    assert len(texts(desk)) == 2


def test_rephrasing_changes_the_passage_and_not_the_form(desk):
    (passage,) = put(desk, PHONG_SU)
    done = rephrase(desk.report, [Rewording(passage.pk, 1, "Phát tám phóng sự.")], by=desk.specialist)
    assert (texts(desk), done.editions, done.changed) == (["Phát tám phóng sự."], {passage.pk: 2}, True)
    assert SubmissionLine.objects.filter(narrative="Đã phát 08 phóng sự.").count() == 1


def test_the_same_words_change_nothing(desk):
    (passage,) = put(desk, PHONG_SU)
    assert not rephrase(desk.report, [Rewording(passage.pk, 1, passage.text)], by=desk.specialist).changed


def test_words_typed_over_an_older_edition_are_refused(desk):
    (passage,) = put(desk, PHONG_SU)
    rephrase(desk.report, [Rewording(passage.pk, 1, "Của một người.")], by=desk.colleague)
    late = [Rewording(passage.pk, 1, "Của người khác.")]
    assert code(rephrase, desk.report, late, by=desk.specialist) == "stale"
    assert texts(desk) == ["Của một người."]


def test_a_page_goes_on_over_its_own_saves(desk):
    (passage,) = put(desk, PHONG_SU)
    for words in ("a", "b", "c"):  # its answers never reached it: it sends the first edition each time
        rephrase(desk.report, [Rewording(passage.pk, 1, words)], by=desk.specialist, form="page")
    assert texts(desk) == ["c"]
    assert (
        code(rephrase, desk.report, [Rewording(passage.pk, 1, "d")], by=desk.colleague, form="page")
        == "stale"
    )


def test_the_words_before_are_in_the_journal_once_per_page(desk):
    (passage,) = put(desk, PHONG_SU)
    was = passage.text
    for words in ("a", "b"):
        rephrase(desk.report, [Rewording(passage.pk, 1, words)], by=desk.specialist, form="page")
    told = Entry.objects.filter(record_type="consolidation.passage", action="save").order_by("pk")
    assert [entry.facts.get("was") for entry in told] == [was, None]


def test_of_several_passages_none_is_written_when_one_is_stale(desk):
    first, second = put(desk, PHONG_SU, TO_ROI)
    rephrase(desk.report, [Rewording(second.pk, 1, "x")], by=desk.colleague)
    wanted = [Rewording(first.pk, 1, "y"), Rewording(second.pk, 1, "z")]
    assert code(rephrase, desk.report, wanted, by=desk.specialist) == "stale"
    assert texts(desk) == [first.text, "x"]


def test_a_passage_taken_out_returns_its_source_and_is_told_in_full(desk):
    (passage,) = put(desk, PHONG_SU)
    before = len(unplaced(desk))
    remove(desk.report, passage.pk, edition=1, by=desk.specialist)
    entry = Entry.objects.get(action="remove_passage")
    assert (texts(desk), len(unplaced(desk))) == ([], before + 1)
    assert (entry.facts["text"], entry.facts["sources"][0][0]) == (passage.text, "line")


def test_a_passage_somebody_changed_is_not_taken_out_unread(desk):
    (passage,) = put(desk, PHONG_SU)
    rephrase(desk.report, [Rewording(passage.pk, 1, "x")], by=desk.colleague)
    assert code(remove, desk.report, passage.pk, edition=1, by=desk.specialist) == "stale"


def test_passages_move_within_and_between_sections(desk):
    first, second = put(desk, PHONG_SU, TO_ROI)
    step(desk.report, first.pk, by=desk.specialist, down=True)
    assert texts(desk) == [second.text, first.text]
    step(desk.report, first.pk, by=desk.specialist, down=True)
    assert texts(desk) == [second.text, first.text]
    move(desk.report, second.pk, section="I.2.3", at=None, by=desk.specialist)
    assert (texts(desk), texts(desk, "I.2.3")) == ([first.text], [second.text])
    assert code(move, desk.report, second.pk, section="X", at=None, by=desk.specialist) == "no_place"


def test_a_passage_is_split_at_the_cursor_or_at_an_empty_line_with_all_sources(desk):
    (passage,) = put(desk, PHONG_SU)
    rephrase(desk.report, [Rewording(passage.pk, 1, "Một.\n\nHai ba.")], by=desk.specialist)
    cut = split(desk.report, passage.pk, edition=2, by=desk.specialist)
    again = split(desk.report, cut.pk, edition=1, by=desk.specialist, at=len("Hai"))
    assert texts(desk) == ["Một.", "Hai", "ba."]
    assert [each.sources.count() for each in (passage, cut, again)] == [1, 1, 1]
    assert code(split, desk.report, passage.pk, edition=3, by=desk.specialist) == "whole"


def test_joined_passages_have_the_words_and_sources_of_both(desk):
    first, second = put(desk, PHONG_SU, TO_ROI)
    above = join(desk.report, second.pk, edition=1, by=desk.specialist)
    assert texts(desk) == [f"{first.text}\n{second.text}"]
    assert (above.pk, above.sources.count(), above.edition) == (first.pk, 2, 2)
    assert code(join, desk.report, first.pk, edition=2, by=desk.specialist) == "first"


def test_the_units_words_come_back(desk):
    (passage,) = put(desk, PHONG_SU)
    was = passage.text
    rephrase(desk.report, [Rewording(passage.pk, 1, "x")], by=desk.specialist)
    put_back(desk.report, passage.pk, desk.incoming(PHONG_SU), edition=2, by=desk.specialist)
    assert texts(desk) == [was]


def test_a_changed_original_is_shown_until_it_was_taken_over_or_seen(desk):
    first, second = put(desk, PHONG_SU, TO_ROI)
    for line in SubmissionLine.objects.all():
        line.narrative += " Và nhiều nữa."
        line.save()
    assert {passage.pk for passage, _o, _u in placing_of(desk.report).changed} == {first.pk, second.pk}
    put_back(desk.report, first.pk, desk.incoming(PHONG_SU), edition=1, by=desk.specialist)
    keep_words(desk.report, second.pk, desk.incoming(TO_ROI), by=desk.specialist)
    assert placing_of(desk.report).changed == ()
    assert [text.endswith("Và nhiều nữa.") for text in texts(desk)] == [True, False]


def test_a_source_let_go_waits_for_its_place_again(desk):
    _first, second = put(desk, PHONG_SU, TO_ROI)
    above = join(desk.report, second.pk, edition=1, by=desk.specialist)
    before = len(unplaced(desk))
    line = desk.incoming(TO_ROI)[0]
    let_go(desk.report, above.pk, kind=line.kind, key=line.key, by=desk.specialist)
    assert (len(unplaced(desk)), above.sources.count()) == (before + 1, 1)


def test_figures_become_one_sentence_with_their_sum_and_every_figure_as_source(desk):
    passage = merge_figures(
        desk.report, desk.figures("Sở Công Thương", "Sở Nông nghiệp"), section=SECTION, by=desk.specialist
    )
    assert passage.text == "Số lớp: 07 lớp, gồm: Sở Công Thương 03 lớp, Sở Nông nghiệp 04 lớp."
    assert (passage.kind, passage.sources.filter(kind="figure").count()) == ("figures", 2)


def test_figures_merged_once_are_not_merged_again(desk):
    both = desk.figures("Sở Công Thương", "Sở Nông nghiệp")
    merge_figures(desk.report, both, section=SECTION, by=desk.specialist)
    assert code(merge_figures, desk.report, both, section=SECTION, by=desk.specialist) == "placed"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"unit": "người"}, "units"),
        ({"line__attribution": Attribution.INTEGRATED}, "attributions"),
        ({"target": True}, "targets"),
        ({"to_date": None}, None),
    ],
)
def test_figures_that_may_not_become_one_are_refused(desk, change, expected):
    figure, other = Figure.objects.order_by("pk")
    if "target" in change:
        for each in (figure, other):
            Figure.objects.filter(pk=each.pk).update(target=TargetFactory(plan=desk.period.plan))
    elif "line__attribution" in change:
        SubmissionLine.objects.filter(pk=figure.line_id).update(attribution="integrated", heading="Hội chợ")
    else:
        Figure.objects.filter(pk=figure.pk).update(**change)
    both = [each for each in placing_of(desk.report).incoming if each.kind == "figure"]
    facts = {"section": SECTION, "by": desk.specialist}
    if expected is None:
        assert merge_figures(desk.report, both, **facts).text.startswith("Số lớp: 04 lớp")
    else:
        assert code(merge_figures, desk.report, both, **facts) == expected


def test_percentages_are_not_added():
    desk = a_desk(indicator="Tỷ lệ", unit="%")
    both = desk.figures("Sở Công Thương", "Sở Nông nghiệp")
    assert code(merge_figures, desk.report, both, section=SECTION, by=desk.specialist) == "shares"


def test_what_is_set_aside_says_why_and_can_be_taken_back(desk):
    line = desk.incoming(PHONG_SU)
    assert code(leave_out, desk.report, line, reason="  ", by=desk.specialist) == "no_reason"
    before = len(unplaced(desk))
    (aside,) = leave_out(desk.report, line, reason="Trùng với báo cáo của Sở.", by=desk.specialist)
    assert (len(unplaced(desk)), aside.label) == (before - 1, "Sở Công Thương")
    take_back(desk.report, kind=aside.kind, key=aside.key, by=desk.specialist)
    assert len(unplaced(desk)) == before


def test_what_stands_in_the_report_is_not_set_aside_and_the_reverse_ends(desk):
    line = desk.incoming(PHONG_SU)
    leave_out(desk.report, line, reason="Trùng.", by=desk.specialist)
    put(desk, PHONG_SU)
    assert desk.report.asides.count() == 0
    assert code(leave_out, desk.report, line, reason="Trùng.", by=desk.specialist) == "placed"


def test_a_part_the_portal_writes_stands_once_and_is_not_worded(desk):
    passage = add_derived(desk.report, feed="targets", section="II.1", by=desk.specialist)
    assert code(add_derived, desk.report, feed="targets", section="II.1", by=desk.specialist) == "feed"
    assert code(add_derived, desk.report, feed="nothing", section="II.1", by=desk.specialist) == "feed"
    assert code(rephrase, desk.report, [Rewording(passage.pk, 1, "x")], by=desk.specialist) == "derived"
    assert code(split, desk.report, passage.pk, edition=1, by=desk.specialist) == "derived"


def test_nobody_else_and_nobody_after_it_was_sent_writes_the_report(desk):
    (passage,) = put(desk, PHONG_SU)
    assert code(put, desk, TO_ROI, by=desk.stranger) == "not_permitted"
    Report.objects.filter(pk=desk.report.pk).update(
        state="review", sent_at="2026-01-01T00:00Z", sent_by=desk.specialist
    )
    assert code(put, desk, TO_ROI) == "closed"
    assert code(rephrase, desk.report, [Rewording(passage.pk, 1, "x")], by=desk.specialist) == "closed"
    assert code(leave_out, desk.report, desk.incoming(TO_ROI), reason="x", by=desk.specialist) == "closed"
