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
}


def history_of(enterprise: Enterprise) -> Sequence[Any]:
    """The newest lines of the journal about the enterprise, each with ``words`` for what was done."""
    entries = list(
        Entry.objects.filter(record_type="enterprises.enterprise", record_id=enterprise.pk)
        .filter(action__in=ACTS)
        .select_related("by")[:MOST]
    )
    for entry in entries:
        entry.words = ACTS[entry.action]  # type: ignore[attr-defined] # for the template
    return entries
