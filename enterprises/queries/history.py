"""What was done with an enterprise's entry in the register, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from journal.models import Entry

MOST = 20  # lines on the page
ACTS: dict[str, str | Promise] = {
    "enter_enterprise": _("Entered into the register"),
    "register_enterprise": _("Registered by its own people"),
    "complete_enterprise": _("Tax code added"),
    "change_enterprise": _("Entry changed"),
    "import_enterprise": _("Entry changed by a workbook"),
    "declare_size": _("Size declared"),
    "correct_size": _("Declared size corrected"),
    "add_product": _("Product added"),
    "change_product": _("Product changed"),
    "remove_product": _("Product taken away"),
    "add_certificate": _("Certificate added"),
    "change_certificate": _("Certificate changed"),
    "remove_certificate": _("Certificate taken away"),
    "change_in_administration": _("Changed in the administration"),
    "add_in_administration": _("Entered in the administration"),
    "import_in_administration": _("Brought in as a table"),
    "supports_follow_code": _("What was granted goes by the tax code put right"),
}
PEOPLE_ACTS: dict[str, str | Promise] = {
    "take_in": _("Taken in"),
    "change_role": _("Role changed"),
    "let_go": _("No longer acts for the enterprise"),
    "leave": _("Stopped acting for the enterprise"),
    "reveal_tax_code": _("Personal number shown"),
    "export_own_data": _("Took all data of the enterprise away"),
}


def history_of(enterprise: Enterprise) -> Sequence[Any]:
    """The newest lines of the journal about the enterprise, each with ``words`` for what was done."""
    return _told(enterprise, ACTS)


def people_history(enterprise: Enterprise) -> Sequence[Any]:
    """The newest lines about its people, each with ``words`` and, where somebody else was concerned, ``whom``."""
    entries = _told(enterprise, PEOPLE_ACTS)
    for entry in entries:
        person = entry.facts.get("person") or {}
        entry.whom = person.get("name", "") if person.get("id") != entry.by_id else ""
    return entries


def _told(enterprise: Enterprise, acts: dict[str, str | Promise]) -> Sequence[Any]:
    """The newest lines about ``acts``, in one query."""
    entries = list(
        Entry.objects.filter(record_type="enterprises.enterprise", record_id=enterprise.pk)
        .filter(action__in=acts)
        .select_related("by")[:MOST]
    )
    for entry in entries:
        entry.words = acts[entry.action]  # type: ignore[attr-defined] # for the template
    return entries
