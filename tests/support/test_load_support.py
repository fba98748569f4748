"""The support contents say what the enacted texts say, and come in whole or not at all."""

import io
import shutil

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation

from enterprises.models import SizeThreshold
from journal.models import Entry
from organisations.loading.problems import LoadRefused
from programmes.loading.source import DATA as PLANS
from programmes.loading.source import SourceText
from support.loading.reading import DATA, quotations, read_contents
from support.models import ContentTarget, SupportContent, SupportLevel

HANOI, HAGIANG, HOABINH = "ha-noi-149-2021", "ha-giang-125-2021", "hoa-binh-2021"
CONTENTS = {HAGIANG: 14, HANOI: 7, "ha-noi-6374-2010": 22, HOABINH: 3, "hung-yen-101-2021": 0}


@pytest.fixture
def edit(tmp_path):
    """Change the Hà Nội file of a copy, as somebody might by hand; the copy."""
    shutil.copytree(DATA / "contents", tmp_path / "contents")
    path = tmp_path / "contents" / f"{HANOI}.yaml"

    def change(how):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return tmp_path

    return change


def faults(folder):
    with translation.override("en"), pytest.raises(LoadRefused) as refused:
        read_contents(folder)
    return [(problem.place, problem.message) for problem in refused.value.problems]


def load():
    call_command("load_support", stdout=io.StringIO())


@pytest.fixture
def loaded(db):
    call_command("load_plans", verbosity=0, stdout=io.StringIO())
    load()


def test_the_files_hold_the_contents_the_texts_offer():
    assert {data["plan"]: len(data["contents"]) for data in read_contents()} == CONTENTS


@pytest.mark.parametrize("key", CONTENTS)
def test_every_quotation_stands_on_its_line(key):
    source = SourceText.read(PLANS / "sources" / f"{key}.txt")
    data = next(data for data in read_contents() if data["plan"] == key)
    assert [place for place, words, lines in quotations(data) if not source.holds(words, lines)] == []


def test_kinds_and_size_are_asked_only_where_a_clause_is_quoted():
    rows = [row for data in read_contents() for row in data["contents"]]
    assert [row["code"] for row in rows if (row["kinds"] or row["needs_sme"]) and not row["whom"]] == []
    assert [
        row["code"] for row in rows if row["needs_sme"] and "doanh nghiệp vừa và nhỏ" not in row["text"]
    ] == []


def test_a_changed_word_is_refused_with_its_place(edit):
    folder = edit(lambda data: data["contents"][0].update(text="Hỗ trợ mọi người."))
    place = "contents[SC-TCCS-HTQL].text"
    assert faults(folder) == [(place, "“Hỗ trợ mọi người.” does not stand on line 99 of the source.")]


def test_unknown_tasks_targets_and_lines_are_refused_together(edit):
    def spoil(data):
        data["contents"][0].update(task="9.9", lines="99999")
        data["contents"][1]["targets"][0]["code"] = "HN-X"

    assert faults(edit(spoil)) == [
        ("contents[SC-TCCS-HTQL].task", "“9.9” is not known."),
        ("contents[SC-CN].targets", "“HN-X” is not known."),
        ("contents[SC-TCCS-HTQL].text", "The source has no line 99999."),
    ]


def test_a_file_with_more_or_fewer_rows_than_it_declares_is_refused(edit):
    folder = edit(lambda data: data["contents"].pop())
    assert faults(folder) == [("expect.contents", "The file declares 7 but holds 6.")]


def test_contents_come_in_with_their_tasks_and_proposed_targets(loaded):
    counts = {key: SupportContent.objects.filter(plan__key=key).count() for key in CONTENTS}
    assert counts == CONTENTS
    content = SupportContent.objects.get(plan__key=HANOI, code="SC-CN")
    assert (content.task.code, content.source_lines, content.kin) == ("3.2", "101", f"{HANOI}-sc-cn")
    proposed = content.counted_for.values_list("target__code", "kind", "is_confirmed")
    assert list(proposed.order_by("target__code")) == [
        ("HN-T2", "enterprise", False),
        ("HN-T7", "enterprise", False),
    ]
    assert not SupportLevel.objects.exists()
    assert SizeThreshold.objects.count() == 6
    assert Entry.objects.filter(action="loaded").count() > 0


def test_a_second_run_changes_nothing_and_keeps_what_dost_chose(loaded):
    content = SupportContent.objects.get(plan__key=HANOI, code="SC-CN")
    SupportContent.objects.filter(pk=content.pk).update(short="Lời của Sở", kin="chung-nhan", is_open=False)
    content.counted_for.get(target__code="HN-T7").delete()
    before = Entry.objects.count()
    load()
    content.refresh_from_db()
    assert (content.short, content.kin, content.is_open) == ("Lời của Sở", "chung-nhan", False)
    assert ContentTarget.objects.filter(content=content).count() == 1
    assert Entry.objects.count() == before


def test_enacted_words_are_brought_back(loaded):
    content = SupportContent.objects.get(plan__key=HOABINH, code="SC-3")
    SupportContent.objects.filter(pk=content.pk).update(text="Khác")
    load()
    assert SupportContent.objects.get(pk=content.pk).text == content.text


@pytest.mark.django_db
def test_without_plans_nothing_is_written():
    err = io.StringIO()
    with translation.override("en"), pytest.raises(CommandError, match="5 faults"):
        call_command("load_support", stdout=io.StringIO(), stderr=err)
    assert "load the plans first" in err.getvalue()
    assert not SupportContent.objects.exists()


@pytest.mark.django_db
def test_a_check_writes_nothing():
    call_command("load_support", check=True, stdout=io.StringIO())
    assert not SizeThreshold.objects.exists()
