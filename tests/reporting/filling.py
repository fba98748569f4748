"""Periods and submissions for tests, as units and DOST leave them."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from organisations.models import Organisation
from reporting.actions.filings import sealed
from reporting.models import (
    Attribution,
    Figure,
    Filing,
    IssuedDocument,
    LineRole,
    ReportingPeriod,
    ReportSetting,
    Statement,
    Submission,
    SubmissionLine,
)
from reporting.queries.filings import content_now
from reporting.queries.snapshot import fingerprint
from reporting.states import SubmissionState
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import DocumentFactory

VIETNAM = dt.timezone(dt.timedelta(hours=7))


def a_period(plan, year=2023, **facts):
    days = {
        "cutoff_on": dt.date(year, 11, 10),
        "opens_on": dt.date(year, 10, 20),
        "due_on": dt.date(year, 11, 20),
        "locks_on": dt.date(year, 11, 24),
    }
    return ReportingPeriod.objects.create(plan=plan, year=year, **{**days, **facts})


def a_unit(period, name="Sở Công Thương"):
    found = Organisation.objects.filter(province=period.plan.province, name=name).first()
    return found or OrganisationFactory(province=period.plan.province, name=name)


def a_submission(period, unit="Sở Công Thương", state=SubmissionState.ACCEPTED, *, filed_on=None, **facts):
    """A unit's submission where it stands; accepted unless told otherwise."""
    moment = dt.datetime.combine(filed_on or period.due_on, dt.time(9), VIETNAM)
    if state in {SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED}:
        facts = {"certified_at": moment, "certified_by": UserFactory(), **facts}
    if state in {SubmissionState.ACCEPTED, SubmissionState.RETURNED}:
        facts = {"decided_at": moment, "decided_by": UserFactory(), **facts}
    return Submission.objects.create(period=period, organisation=a_unit(period, unit), state=state, **facts)


def a_line(submission, *, role=LineRole.LEAD, **facts):
    return SubmissionLine.objects.create(submission=submission, role=role, **facts)


def an_integrated_line(submission, heading="Hội chợ", **facts):
    return a_line(submission, role=LineRole.OWN, attribution=Attribution.INTEGRATED, heading=heading, **facts)


def a_figure(line, to_date=None, *, target=None, estimate=None, **facts):
    facts = {
        "indicator": target.indicator if target else "Số lớp",
        "unit": target.unit if target else "lớp",
        **facts,
    }
    return Figure.objects.create(
        line=line,
        target=target,
        to_date=None if to_date is None else Decimal(to_date),
        estimate=None if estimate is None else Decimal(estimate),
        **facts,
    )


def reported(period, target, to_date, *, unit="Sở Công Thương", task=None, estimate=None, **submission):
    """An accepted submission with one line and one figure for ``target``."""
    sent = Submission.objects.filter(period=period, organisation__name=unit).first()
    sent = sent or a_submission(period, unit, **submission)
    return a_figure(a_line(sent, task=task), to_date, target=target, estimate=estimate)


def a_statement(submission, kind, text, **facts):
    return Statement.objects.create(submission=submission, kind=kind, text=text, **facts)


def a_document(submission, section, **facts):
    document = DocumentFactory(province=submission.period.plan.province, **facts)
    return IssuedDocument.objects.create(submission=submission, document=document, section=section)


def a_setting(period, **facts):
    usual = {
        "superior": "UBND tỉnh Hưng Yên",
        "issuer": "Sở Khoa học và Công nghệ",
        "symbol": "BC-SKHCN",
        "place": "Hưng Yên",
        "title": f"Kết quả thực hiện nhiệm vụ năm {period.year}",
        "addressees": ["UBND tỉnh Hưng Yên", "Bộ Khoa học và Công nghệ"],
        "recipients": ["Như trên", "Lưu: VT, TĐC"],
        "signing_form": "KT. GIÁM ĐỐC",
        "position": "PHÓ GIÁM ĐỐC",
        "signer": "Nguyễn Thái Kiều Ngân",
    }
    return ReportSetting.objects.create(period=period, **{**usual, **facts})


def a_filing(submission, prepared_by, certified_by, number=101, **facts):
    """A proof of what ``submission`` says now, with its file."""
    certified_at = facts.pop("certified_at", timezone.now())
    facts = {"handed_in_by": prepared_by, "certified_by": certified_by, "certified_at": certified_at} | facts
    filing = Filing(submission=submission, period_id=submission.period_id, number=number, round=1, **facts)
    act = sealed(filing, submission)
    act["first_at"] = act["first_at"] or act["certified_at"]  # of a form nobody has certified otherwise
    filing.content = content_now(submission) | {"filing": act}
    filing.sha256 = fingerprint(filing.content)
    filing.file.save(f"{number}-x.pdf", ContentFile(b"%PDF-1.7"), save=False)
    filing.save()
    return filing
