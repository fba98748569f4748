"""The carried plans say what the enacted texts say, where they say it."""

import hashlib
import unicodedata

import pytest
import yaml

from programmes.loading.quotations import quotations
from programmes.loading.source import DATA, SourceText

PLANS = sorted(path.stem for path in (DATA / "plans").glob("*.yaml"))

# The public legal documents, byte for byte.
SOURCES = {
    "ha-giang-125-2021": "39e219411021b716852d25dd67c6ae467c69eff175a4af1bbceb79e8c31a731d",
    "ha-noi-149-2021": "69f9fb136619f1b68ec5173c27ec10eab1885f8ea629fb10f54f29639eaebd24",
    "ha-noi-6374-2010": "2c9b0c8c3f9e575b2efc32fc23bd70f538d351f3a7f008a1c78ba89a4c229a06",
    "hoa-binh-2021": "66af95f8520483f112d2aae33542ba9fefe325e8000c7e4b2d8063b4e97b6ea6",
    "hung-yen-101-2021": "679b07ff0a9560c226d1af21e03b1478ac419bfac9971aecb61dc52292579198",
}


def read(name):
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def plan(key):
    return read(f"plans/{key}.yaml")


def source(key):
    return SourceText.read(DATA / "sources" / f"{key}.txt")


@pytest.mark.parametrize("key", PLANS)
def test_every_quotation_stands_on_its_lines(key):
    text = source(key)
    assert [place for place, quoted, lines in quotations(plan(key)) if not text.holds(quoted, lines)] == []


def test_the_check_reads_hundreds_of_quotations():
    assert {key: len(list(quotations(plan(key)))) for key in PLANS} == {
        "ha-giang-125-2021": 189,
        "ha-noi-149-2021": 130,
        "ha-noi-6374-2010": 120,
        "hoa-binh-2021": 66,
        "hung-yen-101-2021": 19,
    }


@pytest.mark.parametrize("key", PLANS)
def test_every_line_a_finding_cites_says_something(key):
    text = source(key)
    cited = {
        row["code"]: text.at(row["lines"])
        for row in plan(key)["findings"]
        if "BLANK_IN_TABLE" not in row["codes"]
    }
    assert [code for code, lines in cited.items() if not any(line.strip() for line in lines)] == []


def test_a_quotation_on_a_wrong_line_is_noticed():
    text = source("ha-noi-149-2021")
    assert text.holds("trên 2.000 lượt", "37") is True
    assert text.holds("trên 2.000 lượt", "39") is False
    assert text.holds("trên 3.000 lượt", "37") is False


def test_a_row_cut_by_a_page_break_reads_down_its_columns():
    text = source("ha-noi-149-2021")
    assert text.holds("phục vụ trực tiếp cho hoạt động", "200, 202") is True
    assert text.holds("Sở Y tế, Sở Kế hoạch và Đầu tư", "200, 202") is True
    assert text.holds("Sở Y tế, Sở Kế hoạch và Đầu tư", "200") is False


def test_sources_are_the_published_bytes():
    carried = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in (DATA / "sources").glob("*.txt")
    }
    assert carried == SOURCES


def test_all_text_is_composed_unicode():
    files = [path for path in DATA.rglob("*") if path.suffix in {".yaml", ".txt"}]
    assert [
        path.name for path in files if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ] == []


def counts(data):
    kinds = [task["kind"] for task in data["tasks"]]
    cells = [cell for task in data["tasks"] for cell in task.get("years", {}).values()]
    return {
        "groups": len(data["groups"]),
        "tasks": kinds.count("task"),
        "projects": kinds.count("project"),
        "annex_rows": kinds.count("annex_row"),
        "targets": len(data["targets"]),
        "baselines": len(data["baselines"]),
        "annual_cells": len(cells),
        "annual_values": sum(cell["value"] is not None for cell in cells),
        "policies": len(data["policies"]),
        "duties": len(data["duties"]),
        "findings": len(data["findings"]),
    }


@pytest.mark.parametrize("key", PLANS)
def test_each_file_holds_what_it_declares(key):
    data = plan(key)
    assert counts(data) == data["expect"]


def test_the_five_plans_have_the_enacted_size():
    sizes = {key: counts(plan(key)) for key in PLANS}
    keys = ("groups", "tasks", "projects", "annex_rows", "targets", "baselines", "findings")
    assert {key: tuple(size[name] for name in keys) for key, size in sizes.items()} == {
        "ha-giang-125-2021": (2, 0, 0, 11, 12, 4, 18),
        "ha-noi-149-2021": (4, 13, 0, 0, 11, 0, 15),
        "ha-noi-6374-2010": (2, 6, 4, 0, 9, 0, 11),
        "hoa-binh-2021": (0, 5, 0, 0, 4, 0, 9),
        "hung-yen-101-2021": (0, 0, 0, 0, 0, 0, 17),
    }


def test_seventy_findings_use_only_known_kinds():
    known = {row["code"] for row in read("national.yaml")["finding_codes"]}
    findings = [finding for key in PLANS for finding in plan(key)["findings"]]
    assert (len(findings), len({finding["code"] for finding in findings}), len(known)) == (70, 70, 39)
    assert {code for finding in findings for code in finding["codes"]} - known == set()


def test_a_blank_cell_is_not_a_dash():
    rows = {task["code"]: task["years"] for task in plan("ha-giang-125-2021")["tasks"]}
    assert rows["III.2"][2021] == {"raw": "", "value": None}
    assert rows["III.5"][2021] == {"raw": "-", "value": 0}
    assert [year for year, cell in rows["III.8"].items() if cell["value"] is None] == [2021, 2023, 2025]


def test_yearly_figures_add_up_to_the_stated_total():
    sums = {}
    for task in plan("ha-giang-125-2021")["tasks"]:
        years = sum(cell["value"] or 0 for cell in task["years"].values())
        sums[task["code"]] = (task["total"]["value"], years)
    assert sums.pop("II.4") == (None, 1)
    assert [code for code, (total, years) in sums.items() if total != years] == []


def test_what_the_paper_lacks_stays_empty():
    document = plan("hoa-binh-2021")["document"]
    assert (document["number"], document["issued_on"], document["issued_year"], document["issued_month"]) == (
        None,
        None,
        2021,
        9,
    )


def test_targets_in_two_phases_are_expressions():
    targets = {target["code"]: target for target in plan("ha-noi-149-2021")["targets"]}
    assert {target["phase"] for target in targets.values()} == {"2021-2025", "2026-2030"}
    assert (targets["HN-T1"]["operator"], targets["HN-T1"]["value"]) == ("more_than", 2000)
    assert targets["HN-T1.1"]["parent"] == "HN-T1"
    assert targets["HN-T7"]["relation"] == {
        "kind": "vs_phase",
        "base_target": "HN-T2",
        "base_phase": "2021-2025",
        "base_kind": None,
    }


def test_only_the_hanoi_plan_of_2021_names_a_day():
    due = {(key, duty["due"]) for key in PLANS for duty in plan(key)["duties"] if duty["due"]}
    assert due == {("ha-noi-149-2021", "11-25")}


def test_the_national_deadline_is_marked_as_secondary_evidence():
    duties = [duty for programme in read("national.yaml")["programmes"] for duty in programme["duties"]]
    assert [(duty["due"], duty["exclusive"], duty["evidence"]) for duty in duties] == [("11-30", True, "V2")]


def test_national_task_groups_are_the_headings_of_the_report():
    text = source("hung-yen-101-2021")
    groups = [
        group for programme in read("national.yaml")["programmes"] for group in programme["task_groups"]
    ]
    assert [group["code"] for group in groups] == ["NG1", "NG2", "NG3", "NG4", "NG5", "NG6"]
    assert [group["code"] for group in groups if not text.holds(group["title"], group["lines"])] == []
