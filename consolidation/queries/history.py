"""The history of a report in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consolidation.models import Report
from journal.models import Entry
from journal.queries import newest_lines

MOST = 100  # lines shown
QUIET = ("request_render",)  # what the portal does in between
ACTS: dict[str, str | Promise] = {
    "start_report": _("Started the report"),
    "reissue": _("Began this version"),
    "render": _("The files were made"),
    "send_to_leader": _("Sent it to the leader"),
    "send_back": _("Sent it back"),
    "take_back": _("Took it back"),
    "comment": _("Commented"),
    "settle_comment": _("Settled a comment"),
    "reopen_comment": _("Opened a comment again"),
    "approve": _("Approved it; text and figures are frozen"),
    "reopen": _("Took the approval back"),
    "give_number": _("Recorded number and day"),
    "correct_number": _("Put number and day right"),
    "upload_signed": _("Uploaded the signed file"),
    "accept_differences": _("Said why the signed file is right"),
    "issue": _("Issued it"),
    "send_on": _("Sent it on"),
    "supersede": _("A later version took its place"),
    "download": _("Took a file away"),
}


def history_of(report: Report) -> list[Entry]:
    """The newest lines about the report, each with ``words``."""
    lines = newest_lines(report, most=MOST, hidden=QUIET)
    for line in lines:
        line.words = ACTS.get(line.action, line.action)  # type: ignore[attr-defined] # for the page only
        line.number = line.facts.get("number") if line.action in {"give_number", "correct_number"} else None  # type: ignore[attr-defined]
    return lines
