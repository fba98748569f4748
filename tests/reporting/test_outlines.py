"""Outlines of reports: which one is followed, what is refused, versions, two people at once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from common.errors import RuleBroken
from journal.models import Entry
from organisations.models import Role
from reporting.actions.outline_writing import (
    OutlineContent,
    copy_outline,
    discard_outline,
    publish_outline,
    save_outline,
    withdraw_outline,
)
from reporting.actions.outlines import keep_carried_outlines, outline_row_for
from reporting.documents import placeholders
from reporting.documents.changes import changes_between
from reporting.documents.outline import Feed, Section, from_row, outline_of, outlines, title_of
from reporting.documents.soundness import flaws_of, missing_from
from reporting.forms.outline import OutlineForm
from reporting.forms.outline_rows import NEW, coded, level_of, moved, numbered, with_one_more, without
from reporting.models import Outline, PeriodKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import DostFactory, MembershipFactory
from tests.factories.programmes import PlanFactory, ProgrammeFactory
from tests.factories.reporting import PeriodFactory

GROUPS = ["NG1", "NG2", "NG3", "NG4", "NG5", "NG6"]


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are matched in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def programme(db):
    programme = ProgrammeFactory(key="P1322")
    for position, code in enumerate(GROUPS, 1):
        programme.task_groups.get_or_create(
            code=code, defaults={"title": f"Nhóm {position}", "position": position}
        )
    keep_carried_outlines()
    return programme


@pytest.fixture
def plan(programme):
    return PlanFactory(programme=programme, year_to=2030)


@pytest.fixture
def specialist(plan):
    dost = DostFactory(province=plan.province)
    return MembershipFactory(organisation=dost, role=Role.SPECIALIST).user


@pytest.fixture
def administrator(db):
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def national(programme):
    return Outline.objects.get(kind="year", province=None)


def content_of(row, **more):
    written = from_row(row)
    facts = {
        "title": written.title,
        "intro": written.intro,
        "closing": written.closing,
        "sections": written.sections,
        "valid_from_year": written.valid_from_year,
        "evidence": written.evidence,
    }
    return OutlineContent(**{**facts, **more})


# ---- what is carried -------------------------------------------------------------------------------------------


def test_every_kind_of_period_has_a_sound_outline_with_all_six_groups():
    assert sorted(outline.kind for outline in outlines()) == sorted(PeriodKind.values)
    assert {outline.key: flaws_of(outline, GROUPS) for outline in outlines()} == {
        o.key: () for o in outlines()
    }
    assert [missing_from(outline, dict.fromkeys(GROUPS, "x")) for outline in outlines()] == [[]] * len(
        outlines()
    )


def test_only_the_yearly_outline_claims_a_source():
    proposals = {outline.kind for outline in outlines() if outline.evidence == "proposal"}
    assert proposals == set(PeriodKind.values) - {"year"}


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({"kind": "quarter", "number": 3}, "Kết quả thực hiện quý III năm 2026 của Chương trình"),
        ({"kind": "half", "number": 1}, "Kết quả thực hiện 6 tháng đầu năm 2026 của Chương trình"),
        ({"kind": "midterm", "covers_from": 2021}, "Sơ kết thực hiện Chương trình"),
        ({"kind": "five_year", "covers_from": 2022}, "Kết quả 05 năm thực hiện Chương trình"),
        ({"kind": "ad_hoc", "number": 1, "subject": "Doanh nghiệp được hỗ trợ."}, "Doanh nghiệp được hỗ trợ"),
    ],
)
def test_a_report_is_titled_by_its_kind_and_period(plan, facts, title):
    period = PeriodFactory.build(plan=plan, **facts)
    assert title_of(outline_of(period), period).startswith(title)


def test_keeping_the_carried_ones_twice_adds_nothing(programme):
    assert keep_carried_outlines() == 0


# ---- which one is followed -------------------------------------------------------------------------------------


def a_version(source, province=None, **facts):
    last = Outline.objects.filter(key=f"x-{province}").count()
    words = {
        name: getattr(source, name) for name in ("programme", "kind", "title", "intro", "closing", "sections")
    }
    return Outline.objects.create(
        key=f"x-{province}",
        version=last + 1,
        province=province,
        published_at=dt.datetime.now(dt.UTC),
        **words,
        **facts,
    )


def test_the_newest_year_wins_and_of_one_year_the_provinces_own(plan, national):
    period = PeriodFactory(plan=plan, year=2026)
    assert outline_row_for(period) == national
    own = a_version(national, plan.province, valid_from_year=2023)
    assert outline_row_for(period) == own
    newer = a_version(national, valid_from_year=2026)
    assert outline_row_for(period) == newer
    a_version(national, PlanFactory().province, valid_from_year=2026)
    a_version(national, valid_from_year=2027)
    assert outline_row_for(period) == newer


def test_a_year_before_the_first_outline_follows_the_first(plan, national):
    assert outline_row_for(PeriodFactory(plan=plan, year=2019)) == national


# ---- writing ---------------------------------------------------------------------------------------------------


def test_a_province_copies_changes_and_publishes_its_own(plan, national, specialist):
    draft = copy_outline(source=national, province=plan.province, by=specialist)
    assert (draft.version, draft.is_draft, draft.based_on) == (1, True, national)
    assert copy_outline(source=national, province=plan.province, by=specialist) == draft
    saved = save_outline(
        outline=draft,
        content=content_of(draft, title="Kết quả {period}", valid_from_year=2026),
        edition=1,
        by=specialist,
    )
    publish_outline(outline=saved, edition=2, by=specialist)
    period = PeriodFactory(plan=plan, year=2026)
    assert title_of(outline_of(period), period) == "Kết quả năm 2026"
    with pytest.raises(RuleBroken, match="does not change"):
        save_outline(outline=draft, content=content_of(draft), edition=2, by=specialist)
    second = copy_outline(source=draft, province=plan.province, by=specialist)
    assert (second.key, second.version) == (draft.key, 2)
    actions = Entry.objects.filter(record_id=draft.pk, record_type="reporting.outline").values_list(
        "action", flat=True
    )
    assert sorted(actions) == ["copy_outline", "publish_outline", "save_outline"]


def test_dost_does_not_write_the_national_one_nor_another_provinces(
    plan, national, specialist, administrator
):
    for province in (None, PlanFactory().province):
        with pytest.raises(RuleBroken, match="DOST writes"):
            copy_outline(source=national, province=province, by=specialist)
    assert copy_outline(source=national, province=None, by=administrator).key == national.key
    with pytest.raises(RuleBroken, match="DOST writes"):
        copy_outline(source=national, province=plan.province, by=administrator)


def test_the_second_of_two_editors_is_refused_and_overwrites_nothing(plan, national, specialist):
    draft = copy_outline(source=national, province=plan.province, by=specialist)
    save_outline(outline=draft, content=content_of(draft, title="Một"), edition=1, by=specialist)
    with pytest.raises(RuleBroken) as no:
        save_outline(outline=draft, content=content_of(draft, title="Hai"), edition=1, by=specialist)
    draft.refresh_from_db()
    assert (no.value.code, draft.title) == ("stale", "Một")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Năm {yaer}", "{yaer}"),
        ("Năm {year", "brace"),
        ("Năm year}", "brace"),
        ("{year.__class__}", "{year.__class__}"),
        ("{year!r}", "{year!r}"),
        ("{year:>999999999}", "{year:>999999999}"),
        ("{}", "{}"),
        ("{0}", "{0}"),
        ("{plan}", "{plan}"),
    ],
)
def test_a_broken_placeholder_is_refused_naming_place_and_what_is_known(
    plan, national, specialist, text, word
):
    draft = copy_outline(source=national, province=plan.province, by=specialist)
    first, *rest = from_row(draft).sections
    sections = (Section(first.code, first.number, 1, text), *rest)
    with pytest.raises(RuleBroken) as no:
        save_outline(outline=draft, content=content_of(draft, sections=sections), edition=1, by=specialist)
    assert word in no.value.reason
    assert f"I. {text}:" in no.value.reason
    assert "{next_year}" in no.value.reason


def test_braces_written_twice_are_braces():
    assert list(placeholders.faults_in("{{a}} {year}", placeholders.PLAIN)) == []


def test_levels_feeds_and_sentences_are_judged(national):
    written = from_row(national)
    sections = (
        Section("a", "I.", 2, "A"),
        Section("b", "1.", 4, "", Feed.OBSTACLES, lead="x"),
        Section("c", "2.", 4, "C", Feed.OBSTACLES),
        Section("d", "3.", 4, "D", Feed.NATIONAL_GROUP, national_group="NG9"),
        Section("e", "4.", 4, "E", Feed.INTEGRATED, nil_sentence="x"),
        Section("f", "5.", 4, "F", nil_sentence="x"),
    )
    found = flaws_of(type(written)(**{**vars(written), "sections": sections}), GROUPS)
    assert [(flaw.row, flaw.field) for flaw in found] == [
        (0, "level"), (1, "level"), (1, "heading"), (1, "lead"), (1, "feed"), (2, "feed"), (3, "nil_sentence"), (3, "feed"),
        (4, "lead"), (5, "nil_sentence"),
    ]  # fmt: skip


def test_the_only_national_outline_is_not_withdrawn_a_provinces_own_is(
    plan, national, specialist, administrator
):
    with pytest.raises(RuleBroken, match="only national"):
        withdraw_outline(outline=national, by=administrator)
    draft = copy_outline(source=national, province=plan.province, by=specialist)
    publish_outline(outline=draft, edition=1, by=specialist)
    withdraw_outline(outline=draft, by=specialist)
    assert outline_row_for(PeriodFactory(plan=plan, year=2026)) == national


def test_a_draft_is_thrown_away_a_published_one_is_not(plan, national, specialist, administrator):
    draft = copy_outline(source=national, province=plan.province, by=specialist)
    discard_outline(outline=draft, by=specialist)
    with pytest.raises(RuleBroken, match="does not change"):
        discard_outline(outline=national, by=administrator)
    assert Outline.objects.filter(province__isnull=False).count() == 0


def test_what_changed_between_versions_is_complete(national):
    before = from_row(national)
    changed, moved_one, *rest = before.sections[1:]
    new = Section("N1", "V.", 1, "Mới")
    now = type(before)(
        **{
            **vars(before),
            "title": "T",
            "sections": (moved_one, type(changed)(**{**vars(changed), "heading": "H"}), *rest, new),
        }
    )
    places = [change.place.split(": ")[-1] for change in changes_between(before, now)]
    assert places == [
        "Title of the report", "Section taken out", "Heading", "Section added", "Order of the sections",
    ]  # fmt: skip


# ---- rows ------------------------------------------------------------------------------------------------------


def rows(*numbers):
    return [
        {
            "code": n,
            "number": n,
            "level": str(1 + n.count("-")),
            "heading": n,
            "feed": "",
            "lead": "",
            "nil_sentence": "",
        }
        for n in numbers
    ]


def order(found):
    return " ".join(row["code"] for row in found)


def test_moving_a_section_takes_those_below_it_along():
    table = rows("A", "A-a", "A-b", "B", "B-a")
    assert order(moved(table, 0, up=False)[0]) == "B B-a A A-a A-b"
    assert order(moved(table, 3, up=True)[0]) == "B B-a A A-a A-b"
    assert order(moved(table, 2, up=False)[0]) == "A A-a B A-b B-a"
    assert moved(table, 1, up=False) == (rows("A", "A-b", "A-a", "B", "B-a"), 2)
    assert moved(table, 0, up=True) == (table, 0)
    assert moved(table, 3, up=False) == (table, 3)


def test_adding_and_taking_out():
    table = rows("A", "A-a")
    assert [row["level"] for row in with_one_more(table, 1)] == ["1", "2", "2"]
    assert order(without(table, 0)) == "A-a"
    codes = [row["code"] for row in coded([*with_one_more(table, 0), *rows("A")])]
    assert (codes[0], len(set(codes))) == ("A", 4)


def test_numbering_anew_keeps_the_way_each_group_is_numbered(national):
    stored = [
        {"code": s.code, "number": s.number, "level": str(s.level), "heading": s.heading}
        for s in from_row(national).sections
    ]
    again = [row["number"] for row in numbered([{**row, "number": row["number"]} for row in stored])]
    assert again == [row["number"] for row in stored]


# ---- pages -----------------------------------------------------------------------------------------------------


def sent(row, **more):
    """What a browser sends of the form as it stands."""
    form = OutlineForm(row)
    head = {
        name: form.head.get_initial_for_field(field, name) or "" for name, field in form.head.fields.items()
    }
    sections = {f"row-{at}-{name}": value for at, row in enumerate(form.rows) for name, value in row.items()}
    return {**head, **sections, "rows": len(form.rows), "known": form.known, "edition": row.edition, **more}


@pytest.fixture
def draft(plan, national, specialist):
    return copy_outline(source=national, province=plan.province, by=specialist)


def test_the_page_saves_refuses_at_the_place_and_only_rearranges_on_a_button(draft, specialist, client):
    client.force_login(specialist)
    address = reverse("reporting:outline_edit", args=[draft.pk])
    assert client.get(address).status_code == 200
    refused = client.post(address, sent(draft, act="save", **{"row-0-heading": "Năm {yaer}"}))
    form = refused.context["form"]
    assert (refused.status_code, "{yaer}" in str(form.sections[0].errors["heading"])) == (409, True)
    assert "Năm {yaer}" in refused.content.decode()
    rearranged = client.post(address, sent(draft, act="add:0"))
    assert (rearranged.status_code, len(rearranged.context["form"].sections)) == (200, 21)
    draft.refresh_from_db()
    assert (draft.edition, len(draft.sections)) == (1, 20)
    saved = client.post(address, sent(draft, act="save", title="Kết quả {period}"))
    assert saved.url == address
    draft.refresh_from_db()
    assert (draft.title, draft.edition, len(draft.sections)) == ("Kết quả {period}", 2, 20)


def test_two_editors_see_both_versions_and_choose(draft, specialist, client):
    client.force_login(specialist)
    address, mine = (
        reverse("reporting:outline_edit", args=[draft.pk]),
        sent(draft, title="Của tôi", closing="Hết."),
    )
    added = (*from_row(draft).sections, Section("Nabc", "V.", 1, "Mục thêm"))
    save_outline(
        outline=draft,
        content=content_of(draft, title="Của người khác", sections=added),
        edition=1,
        by=specialist,
    )
    page = client.post(address, {**mine, "act": "save"})
    conflict = page.context["conflict"]
    assert (page.status_code, [each.name for each in conflict.differences]) == (409, ["title", "closing"])
    assert conflict.added == ["V. Mục thêm"]
    again = {**dict(page.context["sent"]), "act": "chosen", "keep-title": "stored"}
    assert client.post(address, again).status_code == 409
    client.post(address, {**again, "keep-closing": "typed"})
    draft.refresh_from_db()
    assert (draft.title, draft.closing, draft.edition) == ("Của người khác", "Hết.", 3)
    assert draft.sections[-1]["code"] == "Nabc"


def test_copy_publish_withdraw_by_buttons(plan, national, specialist, client):
    client.force_login(specialist)
    made = client.post(
        reverse("reporting:outline_copy", args=[national.pk]), {"province": plan.province.slug}
    )
    draft = Outline.objects.get(province=plan.province)
    assert made.url == reverse("reporting:outline_edit", args=[draft.pk])
    publish = reverse("reporting:outline_publish", args=[draft.pk])
    assert client.get(publish).context["changes"] == []
    assert client.post(publish, {"edition": 9}).status_code == 409
    assert client.post(publish, {"edition": 1}).url == draft.get_absolute_url()
    client.post(reverse("reporting:outline_withdraw", args=[draft.pk]))
    draft.refresh_from_db()
    assert (draft.is_followed, client.get(draft.get_absolute_url()).status_code) == (False, 200)


def test_drafts_are_seen_at_their_dost_only(draft, national, client):
    stranger = UserFactory()
    client.force_login(stranger)
    answers = [client.get(row.get_absolute_url()).status_code for row in (national, draft)]
    assert answers == [200, 404]
    assert set(Outline.objects.visible_to(stranger)) == {
        row for row in Outline.objects.all() if stranger.has_perm("reporting.view_outline", row)
    }


def test_forged_codes_and_levels_of_rows_stand_in_no_address():
    forged = ["a/b", "\x00", "intro", "closing", "-", "I.1", "I.1", "ý"]
    rows = coded([{**NEW, "code": code, "level": "9" * 5000} for code in forged])
    kept = [row["code"] == code for row, code in zip(rows, forged, strict=True)]
    assert kept == [False, False, False, False, False, True, False, False]
    assert (level_of(rows[0]), level_of({**NEW, "level": "77"})) == (1, 9)
    assert len(numbered(moved(rows, 1, up=True)[0])) == len(forged)
