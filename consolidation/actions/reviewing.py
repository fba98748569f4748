"""Send a report to its leader, send it back, take it back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.checking import check_once
from consolidation.actions.holding import held, permit
from consolidation.actions.rendering import paper_of, request_render
from consolidation.actions.telling import tell_sent, tell_sent_back
from consolidation.models import Report
from consolidation.queries.comments import open_comments
from consolidation.states import ReportState as State
from journal.actions import advance
from papers.codec import to_json


def remarked(report: Report, *, on: dt.date) -> list[str]:  # noqa: ARG001 - as a gate is asked
    """What stands against the report as far as no check has to run: comments nobody has settled."""
    left = open_comments(report).count()
    words = ngettext(
        "%(number)d comment is still open: answer it and mark it as settled.",
        "%(number)d comments are still open: answer them and mark them as settled.",
        left,
    )
    return [words % {"number": left}] if left else []


def blocking(report: Report, *, on: dt.date) -> list[str]:
    """What stands against the report being read or signed as of ``on``, each as a sentence for its drafter.

    Open comments, errors of the checks, and warnings nobody has given a reason for; the checks say which.
    """
    told = remarked(report, on=on)
    try:
        checked = check_once(report, on=on)
    except RuleBroken as no:  # the paper cannot even be put together
        return [*told, *no.messages]
    errors = sum(found.check != "comments" for found in checked.errors)
    wrong = ngettext(
        "%(number)d error of the checks must be put right.",
        "%(number)d errors of the checks must be put right.",
        errors,
    )
    if errors:
        told.append(wrong % {"number": errors})
    if checked.warnings:
        open_warnings = ngettext(
            "%(number)d warning of the checks needs a reason.",
            "%(number)d warnings of the checks need a reason.",
            len(checked.warnings),
        )
        told.append(open_warnings % {"number": len(checked.warnings)})
    return told


def refuse_blocked(report: Report, *, on: dt.date) -> None:
    """RuleBroken (``blocked``) with everything that stands against it."""
    found = blocking(report, on=on)
    if found:
        raise RuleBroken(found, code="blocked")


@transaction.atomic
def send_to_leader(report: Report, *, by: User, on: dt.date, note: str = "") -> Report:
    """Ask the leader to read the report as it stands on ``on``; its leaders are told. A second click changes nothing.

    RuleBroken: something stands against it (``blocked``), moved on, not permitted.
    """
    row = held(report)
    permit(by, "consolidation.edit_report", row)
    if row.state == State.REVIEW:
        return row
    if row.state == State.DRAFTING:
        refuse_blocked(row, on=on)
        row.composed = to_json(paper_of(row, on=on))
        row.save(update_fields=["composed"])
    row = advance(row, "send_to_leader", by=by, note=note, sent_at=timezone.now(), sent_by=by)
    request_render(report=row, by=by)
    tell_sent(row, by=by)
    return row


@transaction.atomic
def send_back(report: Report, *, by: User, reason: str = "") -> Report:
    """The leader wants changes: in comments on the text, in ``reason``, or both; the drafter is told.

    RuleBroken: neither is there (``no_reason``), moved on, not permitted.
    """
    row = held(report)
    permit(by, "consolidation.approve_report", row)
    if row.state == State.REVIEW and not reason and not open_comments(row).exists():
        raise RuleBroken(
            {"reason": _("Say what is to be changed, or comment on the text first.")}, code="no_reason"
        )
    row = advance(row, "send_back", by=by, note=reason)
    tell_sent_back(row, reason, by=by)
    return row


@transaction.atomic
def take_back(report: Report, *, by: User, reason: str = "") -> Report:
    """The specialist works on it again before the leader has decided."""
    return advance(report, "take_back", by=by, note=reason, sent_at=None, sent_by=None)
