"""The enacted plans come in once, whole or not at all, and what staff chose stays."""

import datetime as dt
import io
import shutil
from decimal import Decimal

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import User
from journal.models import Entry
from organisations.loading.problems import LoadRefused
from programmes.loading import library
from programmes.loading.library import read_library, write_library
from programmes.loading.source import DATA
from programmes.models import (
    AnnualTarget,
    Finding,
    LegalDocument,
    NationalTaskGroup,
    Plan,
    ReportingDuty,
    Target,
    Task,
    TaskRole,
)

HANOI, HAGIANG, HOABINH = "ha-noi-149-2021", "ha-giang-125-2021", "hoa-binh-2021"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def edit(folder):
    """Change a plan file of a copy, as somebody might by hand."""

    def change(name, how):
        path = folder / "plans" / f"{name}.yaml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    return change


def faults(folder):
    with translation.override("en"), pytest.raises(LoadRefused) as refused:
        read_library(folder)
    return [
        (problem.file.removesuffix(".yaml"), problem.place, problem.message)
        for problem in refused.value.problems
    ]


def row(data, rows, code):
    return next(one for one in data[rows] if one["code"] == code)


def load():
    return write_library(read_library())


# What comes in


@pytest.mark.django_db
def test_five_plans_come_in_with_their_enacted_size():
    load()
    assert {
        plan.key: (plan.groups.count(), plan.tasks.count(), plan.targets.count(), plan.findings.count())
        for plan in Plan.objects.all()
    } == {
        "ha-noi-149-2021": (4, 13, 11, 15),
        "hoa-binh-2021": (0, 5, 4, 9),
        "ha-giang-125-2021": (2, 11, 12, 18),
        "ha-noi-6374-2010": (2, 10, 9, 11),
        "hung-yen-101-2021": (0, 0, 0, 17),
    }
    assert (AnnualTarget.objects.count(), AnnualTarget.objects.filter(value__isnull=False).count()) == (
        55,
        51,
    )


@pytest.mark.django_db
def test_a_second_load_writes_nothing():
    load()
    entries = Entry.objects.filter(action="loaded").count()
    second = load()
    assert (second.has_changed, dict(second.kept)) == (False, {})
    assert (entries, Entry.objects.filter(action="loaded").count()) == (5, 5)


@pytest.mark.django_db
def test_documents_lack_what_the_paper_lacks_and_a_shared_decision_is_one():
    load()
    document = Plan.objects.get(key=HOABINH).document
    assert (document.number_and_symbol, document.issued_on, document.issued_year, document.issued_month) == (
        "/KH-UBND",
        None,
        2021,
        9,
    )
    report = LegalDocument.objects.get(kind="report")
    assert (report.number_and_symbol, report.issuer.key) == ("/BC-SKHCN", "hung-yen/DOST")
    decision = LegalDocument.objects.get(number_and_symbol="1322/QĐ-TTg")
    assert sorted(Plan.objects.filter(bases__document=decision).values_list("key", flat=True)) == [
        "ha-giang-125-2021",
        "ha-noi-149-2021",
        "hoa-binh-2021",
        "hung-yen-101-2021",
    ]


@pytest.mark.django_db
def test_blank_dash_and_figure_differ_and_targets_compare_without_a_chosen_base():
    load()
    cells = AnnualTarget.objects.filter(task__plan__key=HAGIANG)
    assert cells.get(task__code="III.2", year=2021).value is None
    assert cells.get(task__code="III.5", year=2021).value == 0
    assert cells.get(task__code="III.3", year=2022).value == 12
    assert (cells.get(task__code="III.5", year=2021).raw, cells.get(task__code="III.2", year=2021).raw) == (
        "-",
        "",
    )
    target = Target.objects.get(code="HN-T7")
    assert (target.phase.code, target.base_target.code, target.base_kind) == ("2026-2030", "HN-T2", "")
    assert (Target.objects.get(code="HN-T1.1").parent.code, Target.objects.get(code="HB-T2").low) == (
        "HN-T1",
        Decimal(3),
    )


@pytest.mark.django_db
def test_roles_duties_and_findings_stand_where_they_belong():
    load()
    roles = TaskRole.objects.filter(task__plan__key=HANOI, task__code="1.1")
    assert [
        (role.kind, role.organisation and role.organisation.key, role.group and role.group.key)
        for role in roles
    ] == [
        ("lead", "ha-noi/DOST", None),
        ("partner", "ha-noi/DIC", None),
        ("partner", None, "G_PRESS"),
        ("partner", None, "G_DEPTS"),
        ("partner", None, "G_DISTRICTS"),
        ("partner", None, "G_BIZASSOC"),
    ]
    duty = ReportingDuty.objects.get(due_month=11, due_day=25)
    assert (duty.plan.key, duty.organisation.key, duty.evidence) == (HANOI, "ha-noi/DOST", "S")
    assert duty.addressees == ["Ủy ban nhân dân thành phố Hà Nội", "Bộ Khoa học và Công nghệ"]
    finding = Finding.objects.get(code="HG-10")
    assert sorted(finding.tasks.values_list("code", flat=True)) == ["III.6", "III.7"]
    assert list(finding.targets.values_list("code", flat=True)) == ["HG-T9"]


# What staff chose stays


@pytest.mark.django_db
def test_what_staff_chose_is_not_overwritten():
    load()
    person = User.objects.create_user("person@example.org", "x")
    moment = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    Finding.objects.filter(code="HN-02").update(accepted_at=moment, accepted_by=person, remark="đã xem")
    Target.objects.filter(code="HN-T7").update(base_kind="actual")
    Target.objects.filter(code="HG-T9").update(rows_rule="largest", counted_from="outcomes")
    other = NationalTaskGroup.objects.get(code="NG1")
    Task.objects.filter(plan__key=HANOI, code="4.1").update(national_group=other)
    document = Plan.objects.get(key=HOABINH).document
    document.number_and_symbol, document.issued_on = "188/KH-UBND", dt.date(2021, 9, 20)
    document.save()
    second = load()
    assert second.has_changed is False
    assert dict(second.kept) == {"LegalDocument": 2, "Target": 1, "Task": 1}
    assert Finding.objects.get(code="HN-02").remark == "đã xem"
    assert (Target.objects.get(code="HG-T9").rows_rule, Target.objects.get(code="HN-T7").base_kind) == (
        "largest",
        "actual",
    )
    assert Task.objects.get(plan__key=HANOI, code="4.1").national_group == other
    assert Plan.objects.get(key=HOABINH).document.number_and_symbol == "188/KH-UBND"


@pytest.mark.django_db
def test_enacted_text_changed_in_the_database_is_put_right_and_noted():
    load()
    statement = Target.objects.get(code="HN-T1").statement
    Target.objects.filter(code="HN-T1").update(statement="khác", value=5)
    second = load()
    assert dict(second.updated) == {"Target": 1}
    target = Target.objects.get(code="HN-T1")
    assert (target.statement, target.value) == (statement, 2000)
    entry = Entry.objects.filter(action="loaded").first()
    assert (entry.record_id, entry.facts["updated"]) == (target.plan_id, {"Target": 1})


# Planted faults


def test_the_carried_files_have_no_fault():
    assert len(read_library().plans) == 5


def test_an_unknown_key_a_missing_key_and_a_wrong_type(folder, edit):
    def change(data):
        data["remarks"] = "…"
        task = row(data, "tasks", "1.1")
        task["lines"], task["open_ended"] = 184, "không"
        del row(data, "targets", "HN-T2")["unit_raw"]

    edit(HANOI, change)
    told = {place: message for file, place, message in faults(folder) if file == HANOI}
    assert told == {
        "remarks": "This key is not known here.",
        "tasks[1.1].lines": "Line numbers such as “37” or “9-12, 84” are expected here, not “184”.",
        "tasks[1.1].open_ended": "true or false is expected here, not “không”.",
        "targets[HN-T2].unit_raw": "This key is missing; write null where the source says nothing.",
    }


def test_a_total_that_is_not_the_sum_of_its_years(folder, edit):
    edit(HAGIANG, lambda data: row(data, "tasks", "III.1")["years"][2025].update(raw="3", value=3))
    assert faults(folder) == [
        (HAGIANG, "tasks[III.1].total", "The total 10 is not the sum of the years, 11."),
        (HAGIANG, "tasks[III.1]", "The cells are not those of line 199 of the source."),
    ]


def test_two_years_exchanged(folder, edit):
    def change(data):
        years = row(data, "tasks", "III.3")["years"]
        years[2024], years[2025] = years[2025], years[2024]

    edit(HAGIANG, change)
    assert faults(folder) == [(HAGIANG, "tasks[III.3]", "The cells are not those of line 201 of the source.")]


def test_a_blank_read_as_zero(folder, edit):
    edit(HAGIANG, lambda data: row(data, "tasks", "III.8")["years"][2021].update(value=0))
    assert faults(folder) == [
        (HAGIANG, "expect.annual_values", "The file declares 51 but holds 52."),
        (HAGIANG, "tasks[III.8].years.2021", "The value is not what the cell “” says."),
    ]


def test_a_part_larger_than_its_whole(folder, edit):
    edit(HAGIANG, lambda data: row(data, "targets", "HG-T7.1").update(value=6))
    assert faults(folder) == [
        (HAGIANG, "targets[HG-T7.1].value_raw", "The figures are not those of “01”."),
        (HAGIANG, "targets[HG-T7.1].value", "A part cannot be more than its whole, HG-T7."),
    ]


def test_an_organisation_nobody_knows_and_one_the_line_does_not_name(folder, edit):
    def change(data):
        row(data, "tasks", "1.1")["partners"][0] = {"organisation": "DOET"}
        row(data, "tasks", "1.2")["leads"] = ["DOF"]
        row(data, "tasks", "2.1")["partners"][0] = {"group": "G_WARDS"}

    edit(HANOI, change)
    assert faults(folder) == [
        (HANOI, "tasks[1.1].partners", "“ha-noi/DOET” is not known."),
        (HANOI, "tasks[1.2].leads", "Line 185 names ha-noi/DOF by none of its known names."),
        (HANOI, "tasks[2.1].partners", "“G_WARDS” is not known."),
    ]


def test_a_quotation_that_was_corrected_silently(folder, edit):
    def change(data):
        target = row(data, "targets", "HN-T1.1")
        target["statement"] = target["statement"].replace("phân đầu", "phấn đấu")

    edit(HANOI, change)
    assert [(file, place) for file, place, _message in faults(folder)] == [
        (HANOI, "targets[HN-T1.1].statement")
    ]


def test_a_line_beyond_the_end(folder, edit):
    edit(HANOI, lambda data: row(data, "findings", "HN-05").update(lines="1690"))
    assert faults(folder) == [(HANOI, "findings[HN-05].lines", "The source has no line 1690.")]


def test_codes_that_lead_nowhere(folder, edit):
    def change(data):
        row(data, "tasks", "3.1")["national_group"] = "NG7"
        row(data, "tasks", "3.2")["targets"] = ["HN-T99"]
        row(data, "targets", "HN-T7")["relation"]["base_target"] = "HN-T7"
        row(data, "findings", "HN-01")["codes"] = ["MISPRINT"]

    edit(HANOI, change)
    assert faults(folder) == [
        (HANOI, "tasks[3.1].national_group", "“NG7” is not known."),
        (HANOI, "tasks[3.2].targets", "“HN-T99” is not known."),
        (HANOI, "targets[HN-T7].relation.base_target", "“HN-T7” is not known."),
        (HANOI, "findings[HN-01].codes", "“MISPRINT” is not known."),
    ]


def test_a_code_standing_twice_in_a_file_and_in_two_files(folder, edit):
    edit(HANOI, lambda data: data["findings"].append({**data["findings"][0]}))
    edit(HOABINH, lambda data: row(data, "findings", "HB-01").update(code="HN-03"))
    assert faults(folder) == [(HANOI, "findings[HN-01]", "This code stands twice.")]
    edit(HANOI, lambda data: data["findings"].pop())
    assert faults(folder) == [(HOABINH, "findings[HN-03]", f"The code HN-03 already stands in {HANOI}.yaml.")]


def test_fewer_rows_than_declared(folder, edit):
    edit(HANOI, lambda data: data["policies"].pop())
    assert faults(folder) == [(HANOI, "expect.policies", "The file declares 10 but holds 9.")]


def test_a_day_no_calendar_has(folder, edit):
    edit(HANOI, lambda data: data["duties"][0].update(due="11-31"))
    assert faults(folder) == [
        (HANOI, "duties[1].due", "A month and a day such as “11-25” are expected here, not “11-31”.")
    ]


def test_contradictions_of_a_document(folder, edit):
    def change(data):
        data["document"].update(number=150, issued_month=7)
        data["phases"][1]["to"] = 2031

    edit(HANOI, change)
    assert faults(folder) == [
        (HANOI, "document.number", "The number is not the one in number_raw."),
        (HANOI, "document.issued_on", "The day is not in the stated year and month."),
        (HANOI, "phases[2026-2030]", "The phase does not lie in the period of the plan."),
    ]


def test_an_increase_without_its_base(folder, edit):
    edit(HANOI, lambda data: row(data, "targets", "HN-T5").update(relation=None))
    assert faults(folder) == [
        (
            HANOI,
            "targets[HN-T5].relation",
            "An increase names the target it is compared with, and only an increase does.",
        )
    ]


def test_broken_yaml_a_file_of_another_name_and_a_lost_source(folder, edit):
    (folder / "plans" / "broken.yaml").write_text("key: [\n", encoding="utf-8")
    (folder / "plans" / f"{HOABINH}.yaml").rename(folder / "plans" / "hoa-binh.yaml")
    (folder / "sources" / "ha-noi-6374-2010.txt").unlink()
    assert [(file, place) for file, place, _message in faults(folder)] == [
        ("broken", "line 2"),
        ("hoa-binh", "key"),
        ("ha-noi-6374-2010", "source.text"),
    ]


def test_faults_of_all_files_are_told_at_once(folder, edit):
    edit(HANOI, lambda data: data.update(province="ha-noi-2"))
    edit(HAGIANG, lambda data: data.update(programme="P1"))
    told = faults(folder)
    assert told[0] == (HAGIANG, "programme", "There is no programme “P1”.")
    assert told[1] == (HANOI, "province", "There is no province “ha-noi-2”.")


# The command


@pytest.mark.django_db
def test_the_command_prints_a_table_and_what_it_wrote():
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_plans", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["Document", "Groups", "Tasks", "Targets", "Annual", "values", "Findings"]
    assert lines[-2].split() == ["Total", "8", "39", "36", "51", "70"]
    assert lines[-1].endswith(" created, 0 updated, 5 unchanged.")


@pytest.mark.django_db
def test_the_command_tells_every_fault_and_changes_nothing(folder, edit, monkeypatch):
    edit(HANOI, lambda data: data["policies"].pop())
    edit(HAGIANG, lambda data: data["policies"].pop())
    monkeypatch.setattr(library.read_library, "__defaults__", (folder, library.DIRECTORY_DATA))
    err = io.StringIO()
    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command("load_plans", stderr=err, stdout=io.StringIO())
    assert err.getvalue().splitlines() == [
        "ha-giang-125-2021.yaml: expect.policies: The file declares 2 but holds 1.",
        "ha-noi-149-2021.yaml: expect.policies: The file declares 10 but holds 9.",
    ]
    assert str(refused.value) == (
        "2 faults in the data files. Nothing was changed; correct them and run the command again."
    )
    assert Plan.objects.count() == 0


@pytest.mark.django_db
def test_checking_writes_nothing():
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_plans", check=True, stdout=out)
    assert out.getvalue().splitlines()[-1] == "The files are good. Nothing was written."
    assert Plan.objects.count() == 0


@pytest.mark.django_db
def test_a_failure_halfway_leaves_nothing(monkeypatch):
    good = read_library()
    broken = library.Library(
        good.directory, good.national, [*good.plans[:2], {**good.plans[2], "province": "nowhere"}]
    )
    with pytest.raises(Exception, match="does not exist"):
        write_library(broken)
    assert (Plan.objects.count(), LegalDocument.objects.count()) == (0, 0)
