"""Provinces and organisations come in once, and DOST's changes stay."""

import datetime as dt
import re
import shutil

import pytest
import yaml
from django.utils import translation

from organisations.loading.directory import DATA, read_directory
from organisations.loading.problems import Report
from organisations.loading.rows import Tally
from organisations.loading.writing import write_directory
from organisations.models import Organisation, OrganisationGroup, Province, ProvinceSuccession, Succession


@pytest.fixture
def folder(tmp_path):
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def edit(folder):
    """Change a data file of a copy, as somebody might by hand."""

    def change(name, how):
        path = folder / f"{name}.yaml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    return change


def faults(folder):
    report = Report("")
    with translation.override("en"):
        read_directory(folder, report)
    return [(problem.file, problem.place, str(problem.message)) for problem in report.problems]


def organisation(data, key):
    return next(row for row in data["organisations"] if row["key"] == key)


def load():
    report, tally = Report(""), Tally()
    write_directory(read_directory(DATA, report), tally)
    return tally


def test_the_carried_files_have_no_fault():
    assert faults(DATA) == []


@pytest.mark.django_db
def test_a_second_load_writes_nothing():
    assert load().has_changed is True
    second = load()
    assert (second.has_changed, dict(second.kept)) == (False, {})


@pytest.mark.django_db
def test_merged_provinces_end_the_day_before():
    load()
    merged = ProvinceSuccession.objects.select_related("old", "new").order_by("old__slug")
    assert [(row.old.slug, row.new.slug, row.old.valid_to, row.date) for row in merged] == [
        (old, new, dt.date(2025, 6, 30), dt.date(2025, 7, 1))
        for old, new in [
            ("ha-giang", "tuyen-quang"),
            ("hoa-binh", "phu-tho"),
            ("thai-binh", "hung-yen"),
            ("vinh-phuc", "phu-tho"),
        ]
    ]
    assert Province.objects.get(slug="hung-yen").evidence == "V2"


@pytest.mark.django_db
def test_what_is_not_known_waits_for_assignment():
    load()
    waiting = Succession.objects.filter(new=None).values_list("old__key", "part")
    assert sorted(waiting) == [
        ("hung-yen/DOLISA", "giáo dục nghề nghiệp"),
        ("hung-yen/VAN-LAM", "nhiệm vụ của cấp huyện"),
    ]


@pytest.mark.django_db
def test_a_day_from_memory_says_that_it_needs_checking():
    load()
    planning = Organisation.objects.get(key="ha-noi/DPI")
    assert (planning.valid_to, "mức M" in planning.note) == (dt.date(2025, 2, 28), True)


@pytest.mark.django_db
def test_changes_of_dost_stay():
    load()
    Organisation.objects.filter(key="ha-noi/DOST").update(
        name="Sở Khoa học và Công nghệ Hà Nội", note="đã sửa"
    )
    OrganisationGroup.objects.filter(key="G_UNITS").update(note="danh sách mới")
    waiting = Succession.objects.get(old__key="hung-yen/VAN-LAM")
    waiting.new = Organisation.objects.get(key="hung-yen/PPC")
    waiting.save()
    second = load()
    assert second.has_changed is False
    assert dict(second.kept) == {"Organisation": 2, "OrganisationGroup": 1, "Succession": 1}
    assert Organisation.objects.get(key="ha-noi/DOST").name == "Sở Khoa học và Công nghệ Hà Nội"
    assert Succession.objects.get(old__key="hung-yen/VAN-LAM").new.key == "hung-yen/PPC"


def test_an_unknown_key_and_a_missing_key_are_told(folder, edit):
    def change(data):
        row = organisation(data, "ha-noi/DOF")
        row["phone"] = "024"
        del row["name_en"]

    edit("organisations", change)
    assert faults(folder) == [
        ("organisations.yaml", "organisations[ha-noi/DOF].phone", "This key is not known here."),
        (
            "organisations.yaml",
            "organisations[ha-noi/DOF].name_en",
            "This key is missing; write null where the source says nothing.",
        ),
    ]


def test_wrong_types_are_told_with_what_was_found(folder, edit):
    def change(data):
        row = organisation(data, "ha-noi/DPI")
        row["valid_to"], row["aliases"], row["kind"] = "cuối tháng 2", "KHĐT", "office"
        row["name_vi"] = ""

    edit("organisations", change)
    told = {place: message for _file, place, message in faults(folder)}
    assert told["organisations[ha-noi/DPI].valid_to"] == (
        "A date such as 2021-06-16 is expected here, not “cuối tháng 2”."
    )
    assert told["organisations[ha-noi/DPI].aliases"] == "A list is expected here, not “KHĐT”."
    assert told["organisations[ha-noi/DPI].kind"].startswith(
        "“office” is not known here. Known are: government,"
    )
    assert told["organisations[ha-noi/DPI].name_vi"] == (
        "This must not be empty; write null where the source says nothing."
    )
    assert len(told) == 4


def test_letters_apart_from_their_marks_are_told(folder, edit):
    edit("organisations", lambda data: organisation(data, "ha-noi/DOH").update(name_vi="Sơ\u0309 Y tế"))
    assert faults(folder) == [
        (
            "organisations.yaml",
            "organisations[ha-noi/DOH].name_vi",
            "The letters are not in composed form (NFC).",
        )
    ]


def test_one_name_for_two_bodies_is_told(folder, edit):
    edit("organisations", lambda data: organisation(data, "ha-noi/DOF")["aliases"].append("Sở Công thương"))
    assert faults(folder) == [
        (
            "organisations.yaml",
            "organisations[ha-noi/DOIT].aliases",
            "“so cong thuong” already stands for ha-noi/DOF.",
        )
    ]


def test_a_succession_must_fit_its_ends(folder, edit):
    def change(data):
        data["successions"][0]["new"] = "TWO"
        data["successions"][1]["date"] = dt.date(2025, 4, 1)
        data["successions"][2]["needs_assignment"] = True

    edit("organisations", change)
    assert faults(folder) == [
        ("organisations.yaml", "successions[1].new", "“TWO” is not in this file."),
        ("organisations.yaml", "successions[2].date", "“ha-noi/DIC” does not end on the day before."),
        (
            "organisations.yaml",
            "successions[3].needs_assignment",
            "A successor must be assigned exactly where none is given.",
        ),
    ]


def test_a_row_more_than_declared_is_told(folder, edit):
    edit(
        "provinces",
        lambda data: data["provinces"].append(
            {**data["provinces"][0], "slug": "ha-noi-2", "code": {"value": "99", "evidence": "M"}}
        ),
    )
    assert faults(folder) == [("provinces.yaml", "expect.provinces", "The file declares 8 but holds 9.")]


def test_a_key_standing_twice_and_broken_yaml_are_told(folder):
    (folder / "provinces.yaml").write_text(
        "expect: {provinces: 1}\nexpect: {provinces: 2}\n", encoding="utf-8"
    )
    (folder / "organisations.yaml").write_text("organisations: [\n", encoding="utf-8")
    assert [(file, place) for file, place, _message in faults(folder)] == [
        ("provinces.yaml", "line 2"),
        ("organisations.yaml", "line 2"),
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "The file is empty."),
        ("# a\n", "The file is empty."),
        ("? [a]\n: 1\n", "This is not valid YAML: a key is not a word."),
        ("a: !!python/name:os.system\n", "This is not valid YAML: could not determine a constructor"),
    ],
)
def test_a_file_that_holds_nothing_usable_is_told(folder, written, message):
    (folder / "provinces.yaml").write_text(written, encoding="utf-8")
    [(file, _place, said)] = faults(folder)
    assert (file, said[: len(message)]) == ("provinces.yaml", message)


def test_a_day_no_calendar_has_is_told_at_its_place(folder):
    path = folder / "organisations.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"2025-\d\d-\d\d", "2025-02-31", text, count=1), encoding="utf-8")
    assert [(file, "2025-02-31" in said) for file, _place, said in faults(folder)] == [
        ("organisations.yaml", True)
    ]


def test_a_missing_file_is_told(folder):
    (folder / "provinces.yaml").unlink()
    assert faults(folder) == [("provinces.yaml", "", "The file is missing.")]
