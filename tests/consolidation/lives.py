"""Reports somewhere in their lives, for tests."""

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from common.received import receive
from consolidation.actions.approving import approve
from consolidation.actions.checking import check
from consolidation.actions.issuing import Sending, issue
from consolidation.actions.numbering import give_number
from consolidation.actions.rendering import paper_of, render
from consolidation.actions.reviewing import send_to_leader
from consolidation.actions.signing import upload_signed
from consolidation.actions.waiving import waive
from consolidation.documents.frozen import mark_of
from consolidation.models import Report, Way
from organisations.models import Organisation, OrganisationKind, Role
from papers.codec import from_json
from papers.pdf import render as to_pdf
from tests.factories.consolidation import a_report
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    ProvinceFactory,
    SpecialistFactory,
)
from tests.factories.programmes import PlanFactory
from tests.papers.test_pdf import ROOT
from tests.reporting.filling import a_period, a_setting

TODAY = dt.date.today  # the approval is of today, so are number and issue
PRINTER = """
import django, hashlib, json, sys; django.setup()
from consolidation.documents.carried import attachments_of
from consolidation.documents.workbook import workbook
from papers.codec import from_json
from papers.pdf import render
from papers.word import render as word
kept = json.load(open(sys.argv[1], encoding="utf-8"))
document, facts = from_json(kept["composed"]), kept["facts"]
files = render(document, attachments_of(facts, document)).content, word(document), workbook(facts, document)
print(json.dumps([hashlib.sha256(file).hexdigest() for file in files]))
"""
SENDING_TO = ("Bộ Khoa học và Công nghệ", "UBND tỉnh Hưng Yên")


def a_house(name="Hưng Yên", year=2023):
    """A province with a DOST of two leaders and a specialist, readers, a period and its report as it was started."""
    province = ProvinceFactory(name=name)
    specialist = SpecialistFactory(organisation__province=province)
    dost = specialist.organisation
    Organisation.objects.filter(pk=dost.pk).update(standard="DOST")
    committee = OrganisationFactory(province=province, kind=OrganisationKind.PEOPLES_COMMITTEE)
    ministry = OrganisationFactory(kind=OrganisationKind.MINISTRY)
    period = a_period(PlanFactory(province=province), year)
    a_setting(period)
    report = a_report(period)
    let_all_pass(report, by=specialist.user)
    return SimpleNamespace(
        province=province,
        dost=dost,
        period=period,
        specialist=specialist.user,
        leader=MembershipFactory(organisation=dost, role=Role.LEADER).user,
        deputy=MembershipFactory(organisation=dost, role=Role.LEADER).user,
        reader=MembershipFactory(organisation=committee, role=Role.READER).user,
        ministry=MembershipFactory(organisation=ministry, role=Role.READER).user,
        report=report,
    )


def let_all_pass(report, by):
    """A reason for every warning the checks find in the report as it stands."""
    by = type(by).objects.get(pk=by.pk)  # what is kept of roles on the person is not to last
    for found in check(Report.objects.with_place().get(pk=report.pk), on=TODAY()).warnings:
        waive(report=report, finding=found.check, place=found.place, reason="Đã xem.", by=by, on=TODAY())


def mark(report, on=None):
    """What the leader has read."""
    return mark_of(paper_of(report, on=on or TODAY()))


def in_review(house):
    return send_to_leader(house.report, by=house.specialist, on=TODAY())


def approved(house):
    report = in_review(house)
    return approve(report, by=house.leader, on=TODAY(), read=mark(report))


def numbered(house, number=5, symbol="BC-SKHCN", *, printed=True):
    report = give_number(
        approved(house), number=number, symbol=symbol, dated_on=TODAY(), by=house.specialist, on=TODAY()
    )
    return render(report=Report.objects.with_place().get(pk=report.pk)) if printed else report


def signed_pdf(report, change=None):
    """The paper as a signed file would be: the same text, other bytes."""
    document = from_json(report.composed)
    moment = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    document = replace(document, metadata=replace(document.metadata, composed_at=moment, version=9))
    return to_pdf(change(document) if change else document).content


def a_file(content, name="bao-cao-da-ky.pdf"):
    return receive(SimpleUploadedFile(name, content, "application/pdf"), most=20)


def signed(house, change=None, **facts):
    report = numbered(house, **facts)
    return upload_signed(report, received=a_file(signed_pdf(report, change)), by=house.specialist)


def sending(*to, sent_on=None):
    return Sending(to or SENDING_TO, Way.AXIS, sent_on or TODAY())


def issued(house, **facts):
    return issue(signed(house, **facts).report, sending(), by=house.specialist, on=TODAY())


def printed_elsewhere(snapshot, folder):
    """The SHA-256 of PDF, Word and workbook as another process makes them from a snapshot alone."""
    (folder / "snapshot.json").write_text(json.dumps(snapshot), encoding="utf-8")
    environment = os.environ | {"PYTHONHASHSEED": "3", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    other = subprocess.run(
        [sys.executable, "-c", PRINTER, folder / "snapshot.json"],
        cwd=ROOT, env=environment, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return json.loads(other.stdout.splitlines()[-1])


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def opened(file):
    with file.open("rb") as stream:
        return BytesIO(stream.read())
