"""What somebody had typed into lines that are no longer in the form they opened: told back, so that it can be copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.sent import IGNORED
from reporting.models import Figure, Submission, SubmissionLine

OF_ROW = re.compile(r"(line|figure|own)-([0-9]{1,18})-")
NOT_TYPED = re.compile(
    r"^conflict|^choice|_FORMS$|-(version|form|id|carried_from|is_nil|DELETE|section|kind|precision)$"
)
FIELDS: dict[str, Promise] = {
    "narrative": _("What was done"),
    "nil_reason": _("Why nothing happened"),
    "to_date": _("To date"),
    "estimate": _("Whole year"),
    "text": _("Text"),
    "cause": _("Cause"),
    "addressee": _("Addressed to"),
    "heading": _("Heading"),
    "abstract": _("Abstract"),
    "number_and_symbol": _("Number and symbol"),
}


@dataclass(frozen=True)
class Typed:
    """Words somebody typed, the field and, where it still stands somewhere they may see, the line they were for."""

    field: str
    words: str
    line: str = ""


def typed_in(data: MultiValueDict[str, Any], heir: Submission | None) -> list[Typed]:
    """Everything typed into a form that moved; lines are named as they stand in the form ``heir``, if that may be seen."""
    return list(_typed(data, heir))


def typed_in_gone_lines(data: MultiValueDict[str, Any], now: Submission) -> list[Typed]:
    """What was typed into lines that have left the form ``now``, while the form itself is still there."""
    lines = {line.pk for line in now.lines.all()}
    figures = set(Figure.objects.filter(line__in=lines).values_list("pk", flat=True))
    rows = [
        (name, words)
        for name, words in data.lists()
        if (of := OF_ROW.match(name)) and int(of[2]) not in (figures if of[1] == "figure" else lines)
    ]
    return list(_typed(MultiValueDict(dict(rows)), now))


def _typed(data: MultiValueDict[str, Any], heir: Submission | None) -> Iterator[Typed]:
    lines = SubmissionLine.objects.filter(submission=heir).select_related("task", "national_group")
    names = {line.pk: str(line) for line in lines}
    line_of = dict(Figure.objects.filter(line__in=names).values_list("pk", "line_id"))
    for name, values in data.lists():
        if name in IGNORED or NOT_TYPED.search(name):
            continue
        of, field = OF_ROW.match(name), name.rpartition("-")[2]
        pk = int(of[2]) if of else 0
        line = names.get(line_of.get(pk, 0) if of and of[1] == "figure" else pk, "")
        for words in values:
            if isinstance(words, str) and words.strip():
                yield Typed(str(FIELDS.get(field, "")), words, line)
