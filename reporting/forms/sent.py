"""What a browser sent from the entry page, as the button that was pressed amends it."""

from typing import Any

from django.utils.datastructures import MultiValueDict

from common.fields import digits
from common.sent import Sent, tidy
from reporting.forms.owed import ASKED_AMONG_MANY, usual_nil_reason
from reporting.forms.rows import MOST_STORED
from reporting.models import Statement, Submission


def with_one_more_row(data: MultiValueDict[str, Any], prefix: str) -> Sent:
    """The same data with one more empty row in the part ``prefix``."""
    more = tidy(data)
    more[f"{prefix}-TOTAL_FORMS"] = str(digits(more.get(f"{prefix}-TOTAL_FORMS"), MOST_STORED) + 1)
    return more


def with_whole_nil(data: MultiValueDict[str, Any]) -> Sent:
    """The same data with the form as a whole declared nil."""
    nil = tidy(data)
    nil["head-is_nil"] = "on"
    return nil


def with_rest_nil(data: MultiValueDict[str, Any], submission: Submission) -> Sent:
    """The same data with "nothing happened" ticked in every line asked among many where nothing was typed."""
    filled = tidy(data)
    for line in submission.lines.all():
        typed = [
            v
            for v in (filled.get(f"line-{line.pk}-narrative"), filled.get(f"own-{line.pk}-TOTAL_FORMS"))
            if v
        ]
        if line.role in ASKED_AMONG_MANY and typed in ([], ["0"]):
            filled[f"line-{line.pk}-is_nil"] = "on"
            if not (filled.get(f"line-{line.pk}-nil_reason") or "").strip():
                filled[f"line-{line.pk}-nil_reason"] = usual_nil_reason(submission)
    return filled


def with_text(data: MultiValueDict[str, Any], line_pk: int, text: str) -> Sent | None:
    """The same data with ``text`` as the narrative of the line; None where another text stands there already."""
    filled = tidy(data)
    name = f"line-{line_pk}-narrative"
    if (filled.get(name) or "").strip() not in ("", text.strip()):
        return None
    filled[name] = text
    return filled


def with_raised_again(data: MultiValueDict[str, Any], statement: Statement) -> Sent:
    """The same data with one more row that raises ``statement`` of last year again, in its words."""
    kind = str(statement.kind)
    more = with_one_more_row(data, kind)
    row = f"{kind}-{int(str(more[f'{kind}-TOTAL_FORMS'])) - 1}"
    for name in ("text", "cause", "addressee"):
        more[f"{row}-{name}"] = getattr(statement, name)
    more[f"{row}-carried_from"] = str(statement.pk)
    return more
