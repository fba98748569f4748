"""The carried report of 2023 and the demo figures hold what they declare."""

from pathlib import Path

import pytest
import yaml

from programmes.loading.source import DATA, SourceText

REPORTS = Path("reporting/data")
SOURCE = SourceText.read(DATA / "sources" / "hung-yen-101-2021.txt")


def read(name):
    return yaml.safe_load((REPORTS / f"{name}.yaml").read_text(encoding="utf-8"))


def verbatim(data):
    """(text, lines) of what the report of 2023 must hold word for word."""
    for document in [*data["letters"], *data["cited_documents"], *all_of(data, "documents")]:
        for field in ("number_text", "abstract", "issuer_text"):
            yield document[field], document["lines"]
    for line in all_of(data, "lines"):
        yield line["heading"] or line["nil_sentence"] or "", line["lines"]
        for organiser in line["organisers"]:
            yield organiser, line["lines"]
        for figure in line["figures"]:
            yield figure["value_raw"], figure["lines"]


def all_of(data, name):
    return [row for submission in data["submissions"] for row in submission[name]]


def test_documents_headings_and_figures_stand_on_their_lines():
    wrong = [
        (text, lines) for text, lines in verbatim(read("hung-yen-2023")) if not SOURCE.holds(text, lines)
    ]
    assert wrong == []


def test_the_report_of_2023_holds_what_it_declares():
    data = read("hung-yen-2023")
    documents, lines = all_of(data, "documents"), all_of(data, "lines")
    assert {
        "submissions": len(data["submissions"]),
        "plan_documents": sum(row["section"] == "plan_documents" for row in documents),
        "management_documents": sum(row["section"] == "management_documents" for row in documents),
        "letters": len(data["letters"]),
        "figures": sum(len(row["figures"]) for row in lines),
        "nil_lines": sum(row["is_nil"] for row in lines),
        "statements": len(all_of(data, "statements")),
    } == data["expect"]
    assert [row["number_text"] for row in documents if "SLĐT BXH" in row["number_text"]] == [
        "1839/SLĐT BXH-GDNN",
        "3120/SLĐT BXH-GDNN",
        "3922/SLĐT BXH-GDNN",
    ]


def test_each_national_group_is_reported_once_with_content_or_nil():
    lines = [row for row in all_of(read("hung-yen-2023"), "lines") if row["attribution"] == "programme"]
    assert sorted((row["national_group"], row["is_nil"]) for row in lines) == [
        ("NG1", False),
        ("NG2", False),
        ("NG3", True),
        ("NG4", False),
        ("NG5", True),
        ("NG6", True),
    ]


@pytest.mark.parametrize(
    ("value", "precision", "attribution"),
    [
        (3000, "nearly", "integrated"),
        (200, "nearly", "integrated"),
        (8, "exact", "integrated"),
        (5, "exact", "integrated"),
        (3, "exact", "programme"),
    ],
)
def test_every_figure_of_2023_keeps_its_precision_and_attribution(value, precision, attribution):
    figures = [
        (figure["value"], figure["precision"], line["attribution"])
        for line in all_of(read("hung-yen-2023"), "lines")
        for figure in line["figures"]
    ]
    assert figures.count((value, precision, attribution)) == 1


def test_narratives_name_every_event_and_place():
    told = " ".join(line["narrative"] or "" for line in all_of(read("hung-yen-2023"), "lines"))
    named = [
        "196/KH-UBND",
        "Techfest vùng Nam Trung Bộ và Tây Nguyên năm 2023",
        "Techfest Hải Phòng năm 2023",
        "huyện Văn Lâm",
        "Cục Sở hữu trí tuệ",
        "295/2020/NQ-HĐND",
        "Công ty cổ phần công nghệ phát triển Nông nghiệp Việt",
        "Cao đẳng Y dược ASEAN",
        "53 năm",
        "14/10/1970 - 14/10/2023",
        "101/KH-UBND",
        "TCVN ISO 9001:2015",
    ]
    assert [name for name in named if name not in told] == [
        "196/KH-UBND"
    ]  # the host, cited by the line itself
    hosts = {line["host"] for line in all_of(read("hung-yen-2023"), "lines")}
    assert hosts == {None, "196/KH-UBND"}


def test_headings_of_the_outline_are_those_of_2023():
    sections = read("outline-annual-2023")["sections"]
    headings = [
        (row["heading"].replace("{year}", "2023").replace("{next_year}", "2024"), row["lines"], row["code"])
        for row in sections
    ]
    assert [code for heading, lines, code in headings if not SOURCE.holds(heading, lines)] == [
        "II"
    ]  # finding HY-03
    assert (len(sections), len({row["code"] for row in sections})) == (20, 20)


def test_nil_sentences_taken_from_the_source_are_verbatim():
    sections = read("outline-annual-2023")["sections"]
    taken = {
        row["code"]: row["nil_sentence"].replace("{year}", "2023")
        for row in sections
        if row["nil_evidence"] == "source"
    }
    assert set(taken) == {"I.2.3", "I.2.5", "I.2.6"}
    assert [code for code, sentence in taken.items() if not SOURCE.holds(sentence, "89, 97, 101")] == []


def test_demo_figures_are_marked_as_demo():
    data = read("ha-giang-2023-demo")
    documents = [row for year in data["years"] for unit in year["submissions"] for row in unit["documents"]]
    statements = [row for year in data["years"] for unit in year["submissions"] for row in unit["statements"]]
    assert data["is_demo"] is True
    assert [
        row["abstract"].startswith("văn bản minh họa (demo)") and row["is_demo"] for row in documents
    ] == [True, True]
    assert [row["text"] for row in statements if not row["text"].startswith("(Minh họa)")] == []


def test_demo_figures_count_only_for_targets_of_their_row():
    plan = yaml.safe_load((DATA / "plans" / "ha-giang-125-2021.yaml").read_text(encoding="utf-8"))
    served = {task["code"]: task["targets"] for task in plan["tasks"]}
    wrong = [
        (line["task"], figure["target"])
        for year in read("ha-giang-2023-demo")["years"]
        for unit in year["submissions"]
        for line in unit["lines"]
        for figure in line["figures"]
        if line["task"] and "target" in figure and figure["target"] not in served[line["task"]]
    ]
    assert wrong == []
