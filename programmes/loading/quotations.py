"""What in a plan file claims to be verbatim, and on which lines of the source."""

from collections.abc import Iterator
from typing import Any

# list in the file, fields that are quoted, field that holds the citation
QUOTED_ROWS = (
    ("bases", ("number_text", "abstract", "issuer_text"), "lines"),
    ("groups", ("title",), "lines"),
    ("tasks", ("title", "timing_raw", "beneficiaries_raw"), "lines"),
    ("tasks", ("lead_raw", "partners_raw"), "roles_lines"),
    ("targets", ("statement", "value_raw", "unit_raw"), "lines"),
    ("baselines", ("text", "value_raw"), "lines"),
    ("policies", ("text",), "lines"),
    ("duties", ("who_raw", "when_raw", "to_text"), "lines"),
)
DOCUMENT_FIELDS = ("number_raw", "title", "issuer_text", "signing_form", "signer_position", "signer", "place")
SHARED_BY_A_BRACE = " (để b/c)"  # one brace of the list of recipients stands for several lines


def _pieces(field: str, text: str) -> list[str]:
    """The parts of a value that stand in different places: lines of a signature, two sentences of a duty."""
    if field == "signing_form":
        return text.split(" / ")
    if field == "when_raw":
        return text.split(" … ")
    return [text]


def _of_document(place: str, document: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for field in DOCUMENT_FIELDS:
        for piece in _pieces(field, document[field] or ""):
            yield f"{place}.{field}", piece, document["lines"]
    for number, recipient in enumerate(document["recipients"], start=1):
        yield (
            f"{place}.recipients[{number}]",
            recipient["text"].removesuffix(SHARED_BY_A_BRACE),
            recipient["lines"],
        )


def _of_annex(annex: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for field in ("number_raw", "title"):
        yield f"annex.{field}", annex[field] or "", annex["lines"]
    for number, note in enumerate(annex["notes"], start=1):
        yield f"annex.notes[{number}]", note["text"], note["lines"]


def _of_rows(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for rows, fields, citation in QUOTED_ROWS:
        for number, row in enumerate(data[rows], start=1):
            for field in fields:
                for piece in _pieces(field, row.get(field) or ""):
                    yield f"{rows}[{row.get('code') or number}].{field}", piece, row[citation]


def _of_cells(task: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, cell in [("total", task.get("total")), *(task.get("years") or {}).items()]:
        if cell:
            yield f"tasks[{task['code']}].{name}", cell["raw"], task["lines"]


def quotations(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every (place in the file, quoted text, cited lines) of a plan file whose shape has been checked."""
    parts = [_of_document("document", data["document"]), _of_rows(data), *map(_of_cells, data["tasks"])]
    if data.get("report_document"):
        parts.append(_of_document("report_document", data["report_document"]))
    if data.get("annex"):
        parts.append(_of_annex(data["annex"]))
    for part in parts:
        yield from (quotation for quotation in part if quotation[1])
