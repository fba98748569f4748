"""The parts pages are put together from; all of them are shown at /components/ in development.

Block components take their inside between the tag and its end tag; markup lives in ``templates/components/``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.templatetags.formats import vn_number

register = template.Library()

Text = str | Promise
SPRITE = "vendor/bootstrap-icons/sprite.svg"

# What a state is called and the letter that stands for it where there is no room for the word.
STATES: dict[str, tuple[Promise, Promise]] = {
    "not_open": (pgettext_lazy("letter of a state", "P"), pgettext_lazy("state of a return", "Not open yet")),
    "open": (pgettext_lazy("letter of a state", "O"), pgettext_lazy("state of a return", "Open")),
    "due_soon": (pgettext_lazy("letter of a state", "D"), pgettext_lazy("state of a return", "Due soon")),
    "overdue": (pgettext_lazy("letter of a state", "L"), pgettext_lazy("state of a return", "Overdue")),
    "sent_back": (pgettext_lazy("letter of a state", "B"), pgettext_lazy("state of a return", "Sent back")),
    "submitted": (pgettext_lazy("letter of a state", "S"), pgettext_lazy("state of a return", "Submitted")),
    "submitted_late": (
        pgettext_lazy("letter of a state", "U"),
        pgettext_lazy("state of a return", "Submitted late"),
    ),
    "accepted": (pgettext_lazy("letter of a state", "A"), pgettext_lazy("state of a return", "Accepted")),
    "nil": (pgettext_lazy("letter of a state", "N"), pgettext_lazy("state of a return", "Nothing to report")),
    "locked": (pgettext_lazy("letter of a state", "K"), pgettext_lazy("state of a return", "Locked")),
    "draft": (pgettext_lazy("letter of a state", "W"), pgettext_lazy("state of a return", "Draft")),
    "review": (pgettext_lazy("letter of a state", "R"), pgettext_lazy("state of a return", "Under review")),
}
NOTICE_ICONS = {"info": "info", "warn": "warn", "danger": "danger", "success": "done"}
BAR_HEADROOM = Decimal("1.08")  # so that a tick at the target stands inside the bar, not on its edge


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A picture from the sprite, silent for screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    """Its address, which is the same for every one of the forty pictures of a page and as long as the process runs."""
    return static(SPRITE)


@register.simple_tag
def status(kind: str, label: Text = "", *, compact: bool = False) -> SafeString:
    """A state as colour, letter and word; ``compact`` leaves the letter in sight and the word to be heard.

    ``kind`` is a key of STATES (KeyError otherwise); ``label`` replaces the usual word.
    """
    letter, word = STATES[kind]
    shape = format_html("{}", icon("lock")) if kind == "locked" else letter
    return format_html(
        '<span class="status status-{}{}"{}><span class="status-letter" aria-hidden="true">{}</span>'
        '<span class="{}">{}</span></span>',
        kind.replace("_", "-"),
        " status-compact" if compact else "",
        format_html(' title="{}"', label or word) if compact else "",
        shape,
        "visually-hidden" if compact else "status-word",
        label or word,
    )


@register.simple_block_tag
def card(content: SafeString, title: Text = "", *, tone: str = "", level: int = 2) -> SafeString:
    """A part of a page that is really separate from the rest. ``tone``: "", warn, danger, success, quiet."""
    return render_to_string(
        "components/card.html", {"content": content, "title": title, "tone": tone, "tag": f"h{level}"}
    )


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: Text = "", *, live: bool = False) -> SafeString:
    """A remark the reader must not miss: info, warn, danger or success. ``live`` has it read out when it appears."""
    role = ("alert" if tone == "danger" else "status") if live else ""
    facts = {"content": content, "tone": tone, "title": title, "icon_name": NOTICE_ICONS[tone], "role": role}
    return render_to_string("components/notice.html", facts)


@register.simple_block_tag
def empty_state(content: SafeString, title: Text, *, icon_name: str = "") -> SafeString:
    """An empty page: ``title`` says what will appear here, the inside says what to do first."""
    return render_to_string(
        "components/empty_state.html", {"content": content, "title": title, "icon_name": icon_name}
    )


@register.simple_block_tag
def data_table(
    content: SafeString, caption: Text, *, kind: str = "cards", show_caption: bool = False
) -> SafeString:
    """A table of data. ``kind``: "cards" (rows become cards on a phone; each td names its column in
    ``data-label``), "scroll" (stays a table and scrolls) or "matrix" (sticky head and first column, arrow keys).
    """
    facts = {"content": content, "caption": caption, "kind": kind, "show_caption": show_caption}
    return render_to_string("components/data_table.html", facts)


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(
    value: Decimal | float | None,
    target: Decimal | float | None = None,
    *,
    label: Text = "",
    unit: Text = "",
    maximum: Decimal | float | None = None,
) -> dict[str, Any]:
    """A bar up to ``value`` with a tick at ``target`` and the figure beside it.

    ``value`` None means not measured: an empty bar that says so, which is not the same as 0. ``maximum``
    is the end of the scale (100 for per cent); without it the scale ends a little beyond the larger figure.
    """
    reached = None if value is None else Decimal(str(value))
    wanted = None if target is None else Decimal(str(target))
    largest = max(reached or Decimal(0), wanted or Decimal(0)) * BAR_HEADROOM
    scale = Decimal(str(maximum)) if maximum else largest or Decimal(1)

    def place(figure: Decimal | None) -> str | None:
        return None if figure is None else f"{min(max(figure / scale * 100, Decimal(0)), Decimal(100)):.2f}"

    return {
        "label": label,
        "unit": unit,
        "value": None if reached is None else vn_number(reached),
        "target": None if wanted is None else vn_number(wanted),
        "width": place(reached),
        "tick": place(wanted),
        "reached": reached is not None and wanted is not None and reached >= wanted,
    }


@register.inclusion_tag("components/action_button.html")
def action_button(
    label: Text,
    url: str = "",
    *,
    answer: Any = None,
    reason: Text = "",
    method: str = "post",
    tone: str = "primary",
    icon_name: str = "",
    confirm: Text = "",
) -> dict[str, Any]:
    """A button that acts (``method="post"``) or leads (``method="get"``), or is greyed with the reason beside it.

    Greyed when ``reason`` is given or when ``answer`` is false; the words then come from ``answer.reason``.
    ``confirm`` asks once, naming the thing, before a destructive act.
    """
    refused = bool(reason) or (answer is not None and not answer)
    return {
        "label": label,
        "url": url,
        "method": method,
        "tone": tone,
        "icon_name": icon_name,
        "confirm": confirm,
        "refused": refused,
        "reason": reason or getattr(answer, "reason", ""),
        "why_id": f"why-{uuid4().hex[:8]}" if refused else "",
    }


@register.inclusion_tag("components/facts.html")
def facts(rows: Iterable[Sequence[Any]], *, columns: int = 1) -> dict[str, Any]:
    """A definition list of (label, value) or (label, value, note); a value of None or "" says it is not stated."""
    return {"rows": [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows], "columns": columns}  # noqa: PLR2004


@register.inclusion_tag("components/crumbs.html")
def crumbs(*trail: Text) -> dict[str, Any]:
    """The way here: label, address, label, address, …; a last label without an address is this page."""
    steps = [(trail[at], trail[at + 1] if at + 1 < len(trail) else "") for at in range(0, len(trail), 2)]
    return {"steps": steps}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[dict[str, Any]], label: Text = "") -> dict[str, Any]:
    """Pages side by side under one head: items of label, url, active and, where useful, count."""
    return {"items": items, "label": label or _("Parts of this record")}


@register.inclusion_tag("components/toc.html")
def toc(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The contents of a long page: items of label and id. Put it in the ``aside`` block, where it follows."""
    return {"items": items}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page, *, parameter: str = "page") -> dict[str, Any]:
    """Steps through a long list, keeping the filters that stand in the address."""
    kept = context["request"].GET.copy()

    def address(number: int) -> str:
        kept[parameter] = str(number)
        return f"?{kept.urlencode()}"

    numbers = [
        (number, address(number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@dataclass(frozen=True)
class Slip:
    """One thing to put right: the words, the name of the field, and the id of the place to go to."""

    message: str
    label: str
    anchor: str


def slips(form: Any) -> Iterator[Slip]:
    """Everything wrong in a form or a formset, in reading order."""
    if hasattr(form, "forms"):
        for message in form.non_form_errors():
            yield Slip(message, "", "")
        for row, part in enumerate(form.forms, start=1):
            for slip in slips(part):
                yield Slip(
                    slip.message, _("Row %(row)s: %(label)s") % {"row": row, "label": slip.label}, slip.anchor
                )
        return
    for message in form.non_field_errors():
        yield Slip(message, "", "")
    for field in form:
        anchor = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        for message in field.errors:
            yield Slip(message, field.label, "" if field.is_hidden else anchor)


@register.inclusion_tag("forms/errors.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong in these forms and formsets, in one box with links to the places; nothing if all is well."""
    return {"slips": [slip for form in forms if form and form.is_bound for slip in slips(form)]}


@register.simple_tag
def field_control(field: Any) -> SafeString:
    """The widget of a bound field, dressed according to what it is."""
    widget = field.field.widget
    dress = {"checkbox": "form-check-input", "select": "form-select", "selectmultiple": "form-select"}
    if field.use_fieldset or field.is_hidden:
        return field.as_widget()
    given = widget.attrs.get("class", "")
    invalid = " is-invalid" if field.errors else ""
    base = dress.get(field.widget_type, "form-control")
    attrs: dict[str, Any] = {"class": f"{base}{invalid} {given}".strip()}
    if getattr(widget, "input_type", "") in {"email", "password"}:
        attrs["placeholder"] = False  # allauth repeats the label there; False leaves the attribute out
    return field.as_widget(attrs=attrs)


@register.filter
def unit_of(field: Any) -> str:
    """The unit shown at the end of a field, from the widget's ``data-unit``."""
    return field.field.widget.attrs.get("data-unit", "")
