"""Two people changed one outline: what each wrote, field by field, and the choice between the two."""

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from common.conflict import Conflict, choice_in, differing_fields
from common.kept import FIELD
from common.sent import Sent
from reporting.forms.outline import OutlineForm, SectionForm


def with_added(typed: OutlineForm, stored: OutlineForm) -> OutlineForm:
    """What was sent, with the sections somebody else added meanwhile in their places."""
    seen = {*typed.known.split(), *(row["code"] for row in typed.rows)}
    rows, above = list(typed.rows), ""
    for row in stored.rows:
        if row["code"] not in seen:
            at = next((place for place, other in enumerate(rows) if other["code"] == above), -1)
            rows.insert(at + 1, row)
        above = row["code"]
    return OutlineForm(typed.outline, typed.data, rows)


def conflict_of(typed: OutlineForm, stored: OutlineForm) -> Conflict:
    """Compare what was sent with what is stored, sections by their code. What was sent decides on order and removals."""
    by_code = {row["code"]: form for row, form in zip(stored.rows, stored.sections, strict=True)}
    found, added, known = list(differing_fields(typed.head, stored.head, "")), [], typed.known.split()
    for row, form in zip(typed.rows, typed.sections, strict=True):
        if row["code"] in by_code:
            found += differing_fields(form, by_code[row["code"]], _words(form))
            added += [_words(form)] if row["code"] not in known else []
    for each in found:
        each.choice = choice_in(typed.data, each)
    return Conflict(found, added)


def settled(typed: OutlineForm, conflict: Conflict) -> Sent:
    """What was sent, with the choices made in it."""
    return conflict.settled(MultiValueDict({name: [value] for name, value in sent_of(typed).items()}))


def sent_of(typed: OutlineForm) -> dict[str, str]:
    """What was typed, control by control, with the rows as they were read."""
    head = {name: str(typed.head.data.get(name, "")) for name in typed.head.fields}
    rows = {f"row-{at}-{name}": value for at, row in enumerate(typed.rows) for name, value in row.items()}
    hidden = {"rows": str(len(typed.rows)), "known": typed.known, "edition": str(typed.edition)}
    return {**head, **rows, **hidden, FIELD: typed.token}


def as_query(data: Sent, **more: str) -> QueryDict:
    """``data`` as a browser would have sent it."""
    made = QueryDict(mutable=True)
    made.update({name: values[-1] for name, values in data.lists()} | more)
    return made


def _words(form: SectionForm) -> str:
    number, heading = form["number"].value() or "", form["heading"].value() or ""
    return f"{number} {heading}".strip() or _("a section without heading")
