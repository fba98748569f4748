"""Two people filled in one form: what each wrote, field by field, and the choice between the two."""

import sys

from django.utils.translation import gettext as _

from common.conflict import Conflict, Difference, choice_in, differing_fields
from common.fields import digits
from reporting.forms.entry import EntryForm
from reporting.forms.rows import RowForm


def conflict_of(typed: EntryForm, stored: EntryForm) -> Conflict:
    """Compare the form that was sent with what is stored, part by part, rows by their id."""
    found: list[Difference] = []
    by_place = {form.prefix: form for form, _about in stored.named_forms() if not isinstance(form, RowForm)}
    rows = {(type(f), f.initial["pk"]): f for f, _a in stored.named_forms() if isinstance(f, RowForm)}
    sent: set[tuple[type, int]] = set()
    gone: list[str] = []
    for form, about in typed.named_forms():
        if not form.is_bound:
            continue
        if not isinstance(form, RowForm):
            found += differing_fields(form, by_place[form.prefix], about)
            continue
        pk = _pk(form)
        sent.add((type(form), pk))
        if pk and (type(form), pk) in rows:
            found += differing_fields(form, rows[type(form), pk], about)
        elif pk and not str(form.prefix).startswith(tuple(gone)):
            gone.append(f"{form.prefix}-")
            found.append(_gone(form, about))
    for each in found:
        each.choice = choice_in(typed.data, each)
    added = [
        f"{about}: {_row_words(form)}"
        for form, about in stored.named_forms()
        if isinstance(form, RowForm) and (type(form), form.initial["pk"]) not in sent
    ]
    return Conflict(found, added)


def _gone(form: RowForm, about: str) -> Difference:
    return Difference(
        str(form.prefix), about, _row_words(form), _("This row was taken away."), write=None, is_gone=True
    )


def _pk(form: RowForm) -> int:
    return digits(form["pk"].value(), sys.maxsize)


def _row_words(form: RowForm) -> str:
    return " · ".join(words for _label, words in form.said)
