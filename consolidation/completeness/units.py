"""Units that said nothing or were late, and whether the paper names them."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.vietnamese import fold
from consolidation.completeness.finding import Finding, Item, Severity, named
from consolidation.completeness.matter import Matter
from reporting.models import Submission
from reporting.queries.status import status_of

LIST = gettext_lazy("Let the report carry the list of units with their answers (the annex).")


def silent_units_are_named(matter: Matter) -> Iterator[Finding]:
    """Each unit without an accepted form is named in the paper; that there are any needs a reason."""
    silent = matter.known.contents.silent
    if not silent:
        return
    unnamed = _unnamed(matter, silent)
    if unnamed:
        yield Finding(
            Severity.ERROR, named("silent", "unnamed"), _("The whole report"),
            ngettext(
                "%(number)s unit without an accepted form is not named in the paper.",
                "%(number)s units without an accepted form are not named in the paper.", len(unnamed),
            ) % {"number": len(unnamed)},
            LIST, matter.period_page, _items(unnamed),
        )  # fmt: skip
    yield Finding(
        Severity.WARNING, named("silent", sorted(form.pk for form in silent)), _("The whole report"),
        ngettext(
            "%(number)s of %(all)s units has no accepted form: what it did is not in the report.",
            "%(number)s of %(all)s units have no accepted form: what they did is not in the report.", len(silent),
        ) % {"number": len(silent), "all": len(matter.known.contents.everybody)},
        _("Chase them, accept what they sent, or say why the report goes out without them."),
        matter.period_page, _items(silent),
    )  # fmt: skip


def late_units_are_named(matter: Matter) -> Iterator[Finding]:
    """Who filed after the day due stands in the list of units."""
    contents = matter.known.contents
    late = [
        form for form in contents.accepted if status_of(form, matter.known.on, contents.calendar).days_late
    ]
    if not late:
        return
    unnamed = _unnamed(matter, late)
    if unnamed:
        yield Finding(
            Severity.WARNING, named("late", sorted(form.pk for form in unnamed)), _("The whole report"),
            ngettext(
                "%(number)s unit that filed late is not named in the paper.",
                "%(number)s units that filed late are not named in the paper.", len(unnamed),
            ) % {"number": len(unnamed)},
            LIST, matter.period_page, _items(unnamed),
        )  # fmt: skip
    else:
        yield Finding(
            Severity.NOTE, named("late", "named"), _("The whole report"),
            ngettext(
                "%(number)s unit filed late; the paper says so.", "%(number)s units filed late; the paper says so.",
                len(late),
            ) % {"number": len(late)},
            "", matter.period_page, _items(late),
        )  # fmt: skip


def rendering_is_current(matter: Matter) -> Iterator[Finding]:
    """No form was accepted or sent back after the files of the report were made."""
    made = matter.report.rendered_at
    later = [
        form
        for form in matter.known.contents.everybody
        if made and form.decided_at and form.decided_at > made
    ]
    if later:
        yield Finding(
            Severity.NOTE, named("rendered", sorted(form.pk for form in later)), _("The files"),
            ngettext(
                "%(number)s submission was accepted or sent back after this rendering.",
                "%(number)s submissions were accepted or sent back after this rendering.", len(later),
            ) % {"number": len(later)},
            _("Render again to bring the report up to date."), matter.report.get_absolute_url(), _items(later),
        )  # fmt: skip


def _unnamed(matter: Matter, forms: Iterable[Submission]) -> list[Submission]:
    return [form for form in forms if fold(form.organisation.name) not in matter.said]


def _items(forms: Iterable[Submission]) -> tuple[Item, ...]:
    return tuple(Item(form.organisation.name, form.get_absolute_url()) for form in forms)
