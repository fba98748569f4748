"""Reports of the trial, each left where somebody would meet it on a working day.

Steps are taken by the actions people take. Only the issued one is printed here; the others' files are left to the worker.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation

from accounts.models import User
from common.received import receive
from consolidation.actions.approving import approve
from consolidation.actions.checking import check
from consolidation.actions.commenting import comment
from consolidation.actions.issuing import Sending, issue
from consolidation.actions.numbering import give_number
from consolidation.actions.rendering import paper_of, render
from consolidation.actions.reviewing import send_to_leader
from consolidation.actions.signing import upload_signed
from consolidation.actions.starting import start_report
from consolidation.documents.frozen import mark_of
from consolidation.models import Report, Waiver, Way
from consolidation.queries.current import newest_report
from journal.actions import note_down
from portal import demo_forms
from reporting.actions.content import Content, LineEntry, StatementEntry
from reporting.actions.entry import save_content
from reporting.actions.parts import AskedPart
from reporting.actions.submissions import accept, certify, hand_in
from reporting.actions.unlocking import unlock
from reporting.models import Part, ReportingPeriod, StatementKind, Submission
from reporting.queries.submissions import submissions_in_full
from reporting.states import SubmissionState

DATA = Path(__file__).parent / "data" / "demo-reports.yaml"
MOST_MB = 20  # of the signed file, as of any other that comes in
OPEN_DAYS = 7  # for which a form is opened again


@transaction.atomic
def load(*, on: dt.date) -> list[Report]:
    """Make the reports of the trial around ``on`` and return those that were made; a period that has one is left alone."""
    wanted = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    made = []
    with translation.override("vi"):
        for facts in wanted["reports"]:
            year = on.year if facts["year"] == "this_year" else facts["year"]
            period = ReportingPeriod.objects.yearly().filter(plan__key=facts["plan"], year=year).first()
            if period is not None and newest_report(period) is None:
                made.append(_walked(period, facts | {"reason": wanted["reason"]}, on))
    return made


def _walked(period: ReportingPeriod, facts: dict[str, Any], on: dt.date) -> Report:
    """Start the report and lead it as far as ``facts`` say."""
    people = {role: User.objects.get(email=email) for role, email in facts["people"].items()}
    changed = facts.get("changed")
    if changed:
        demo_forms.fill(period, {"people": changed["people"], "forms": [changed["form"]]}, on=on)
    report = start_report(period=period, by=people["specialist"], on=on)
    if changed:
        _change_form(period, changed, on)
    if facts["until"] != "drafting":
        _let_pass(report, facts["reason"], people["specialist"], on)
        report = send_to_leader(report, by=people["specialist"], on=on)
    if "comment" in facts:
        said = facts["comment"]
        passage = report.passages.filter(section=said["section"]).order_by("position").first()
        comment(report, said["text"], by=people["leader"], passage=passage, section=said["section"])
    return _issued(report, facts, people, on) if facts["until"] == "issued" else report


def _let_pass(report: Report, reason: str, by: User, on: dt.date) -> None:
    """Give every warning the checks find the same reason, as the action would one by one."""
    found = check(Report.objects.with_place().get(pk=report.pk), on=on).warnings
    Waiver.objects.bulk_create(
        Waiver(report=report, finding=each.check, place=each.place, reason=reason, by=by) for each in found
    )
    for each in found:
        note_down(report, "waive", by=by, note=reason, check=each.check, found=str(each.message))


def _issued(report: Report, facts: dict[str, Any], people: dict[str, User], on: dt.date) -> Report:
    """Approved as read, numbered, printed, come back as signed, issued: all on the day of loading."""
    desk = people["specialist"]
    read = mark_of(paper_of(report, on=on))
    report = approve(report, by=people["leader"], on=on, read=read)
    given = {"number": facts["number"], "symbol": facts["symbol"], "dated_on": on}
    report = give_number(report, **given, by=desk, on=on)
    report = render(report=report, by=None, on=on)
    with report.pdf.open("rb") as file:
        signed = SimpleUploadedFile(facts["signed"], file.read() + b"\n% demo\n", "application/pdf")
    upload_signed(report, received=receive(signed, most=MOST_MB), by=desk)
    return issue(report, Sending(tuple(facts["recipients"]), Way.AXIS, on), by=desk, on=on)


def _change_form(period: ReportingPeriod, facts: dict[str, Any], on: dt.date) -> None:
    """Open an accepted form again: one line says something else afterwards, and there is an obstacle more."""
    people = {role: User.objects.get(email=email) for role, email in facts["people"].items()}
    form = _form(period, facts)
    line = form.lines.exclude(narrative="").exclude(task=None).select_related("task").first()
    if form.state != SubmissionState.ACCEPTED or line is None or line.task is None:
        return  # somebody has done something else with it
    named = ((Part.LINE, line.pk), (Part.STATEMENTS, None))
    parts = [AskedPart(part=part, line=pk, reason=facts["asked"]) for part, pk in named]
    unlock(form, by=people["desk"], until=on + dt.timedelta(OPEN_DAYS), on=on, parts=parts)
    form = _form(period, facts)
    content = Content(
        lines=(LineEntry(pk=line.pk, narrative=facts["said"].format(task=line.task.code)),),
        statements=(StatementEntry(kind=StatementKind.OBSTACLE, text=facts["obstacle"]),),
    )
    save_content(form, content=content, version=form.version, by=people["focal"], on=on)
    hand_in(form, by=people["focal"], on=on)
    certify(form, by=people["leader"], on=on)
    accept(form, by=people["desk"])


def _form(period: ReportingPeriod, facts: dict[str, Any]) -> Submission:
    return submissions_in_full().get(period=period, organisation__key=facts["form"]["unit"])
