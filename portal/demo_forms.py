"""Forms of a few units in the trial's open period, each left where somebody would meet it on a working day."""

import datetime as dt
from typing import Any

from accounts.models import User
from reporting.actions.content import Content, LineEntry
from reporting.actions.entry import save_content
from reporting.actions.parts import AskedPart
from reporting.actions.submissions import accept, certify, hand_in, send_back
from reporting.forms.owed import ASKED_AMONG_MANY, usual_nil_reason
from reporting.models import Part, ReportingPeriod, Submission
from reporting.queries.submissions import submissions_in_full

FIRST = ("draft", "unit_review", "submitted", "accepted", "returned")


def fill(period: ReportingPeriod, wanted: dict[str, Any], *, on: dt.date) -> int:
    """Walk the forms ``wanted`` names through the steps their units and DOST take; how many were walked.

    ``wanted`` holds the e-mails of the people who act and, for each unit, how far its form went (one of FIRST) and
    what it says. Forms somebody has begun are left alone.
    """
    people = {role: User.objects.get(email=email) for role, email in wanted["people"].items()}
    walked = 0
    for facts in wanted["forms"]:
        form = submissions_in_full().get(period=period, organisation__key=facts["unit"])
        if form.saved_at is None:
            _walk(form, facts, people, on)
            walked += 1
    return walked


def _walk(form: Submission, facts: dict[str, Any], people: dict[str, User], on: dt.date) -> None:
    reached = FIRST.index(facts["until"])
    save_content(form, content=_content(form, facts), version=form.version, by=people["focal"], on=on)
    Submission.objects.filter(pk=form.pk).update(is_demo=True)
    if reached >= FIRST.index("unit_review"):
        hand_in(form, by=people["focal"], on=on)
    if reached >= FIRST.index("submitted"):
        certify(form, by=people["leader"], on=on)
    if facts["until"] == "accepted":
        accept(form, by=people["desk"])
    if facts["until"] == "returned":
        line = next(line for line in form.lines.all() if line.role not in ASKED_AMONG_MANY)
        asked = AskedPart(part=Part.LINE, line=line.pk, reason=facts["reason"])
        send_back(form, by=people["desk"], parts=[asked], on=on)


def _content(form: Submission, facts: dict[str, Any]) -> Content:
    """What the unit says: words where it leads or helps, nil where it is asked with many; or nil as a whole."""
    usual = usual_nil_reason(form)
    if "said" not in facts:
        return Content(
            is_nil=True, nil_reason=usual, lines=tuple(LineEntry(pk=x.pk) for x in form.lines.all())
        )
    lines = [
        LineEntry(pk=line.pk, is_nil=True, nil_reason=usual)
        if line.role in ASKED_AMONG_MANY
        else LineEntry(pk=line.pk, narrative=facts["said"].format(task=line.task.code if line.task else ""))
        for line in form.lines.all()
    ]
    return Content(lines=tuple(lines[:2] if facts["until"] == "draft" else lines))
