"""The world in which addresses are tried: the demo, people in every relation to one unit's form, and a record behind each address.

``world`` and ``places`` are fixtures: the rows are written once for all tests of a file, and each test takes back its own.
"""

from collections.abc import Callable

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.actions.addresses import NEW, SALT
from accounts.models import AddressChange, User
from consolidation.actions.starting import start_report
from consolidation.models import Comment, Installation, ReceivedReport, Report, SignedFile, Waiver
from consolidation.queries.rollup.paper_jobs import ROLLUP
from enterprises.models import Enterprise
from jobs.models import Job
from operations.jobs import leave_word
from organisations.actions.inviting import token_of
from organisations.models import Invitation, Membership, Organisation
from papers.codec import to_json
from programmes.models import Finding, LegalDocument, Plan
from reporting.actions.outline_writing import copy_outline
from reporting.models import (
    Activity,
    Campaign,
    CertifiedExpert,
    DoubleClaim,
    EvidenceFile,
    Figure,
    IssuedDocument,
    Letter,
    ReportingPeriod,
    Statement,
    Submission,
    SupportedEnterprise,
    WorkbookUpload,
)
from tests.architecture import rights
from tests.architecture.dossier import an_application, applicants, dossier_places
from tests.factories.api import a_token
from tests.factories.consolidation import ReceivedReportFactory
from tests.factories.organisations import InvitationFactory
from tests.factories.outbox import MailFactory, NoticeFactory
from tests.papers.sample_document import sample_document
from tests.reporting.filling import a_filing
from tests.rooms import live_in, rooms

ACCOUNTS = {
    rights.FOCAL: "dau-moi.ha-noi",
    rights.UNIT_LEADER: "lanh-dao-don-vi.ha-noi",
    rights.SPECIALIST: "chuyen-vien.ha-noi",
    rights.DOST_LEADER: "lanh-dao.ha-noi",
    rights.READER: "ubnd.ha-noi",
    rights.MINISTRY: "bo-khcn",
    rights.OTHER_PROVINCE: "chuyen-vien.hung-yen",
    rights.ADMINISTRATOR: "quan-tri",
}


def peopled() -> dict[str, User]:
    """The people of the trial, and some more, by what they are in the table of rights."""
    people = {role: User.objects.get(email=f"{name}@demo.example") for role, name in ACCOUNTS.items()}
    people[rights.STRANGER] = User.objects.create_user("ai-do@demo.example", full_name="Người lạ")
    people[rights.OTHER_UNIT] = User.objects.create_user("dau-moi-yte@demo.example", full_name="Đầu mối khác")
    Membership.objects.create(
        user=people[rights.OTHER_UNIT],
        organisation=Organisation.objects.get(key="ha-noi/DOH"),
        role="focal_point",
    )
    return people | applicants(Plan.objects.get(key="ha-noi-149-2021"))


def named_records(submission):
    """An activity and an expert of the unit, and an enterprise that another unit claims, too; one ruling."""
    activity = Activity.objects.create(line=submission.lines.first(), kind="course", title="Lớp 5S")
    CertifiedExpert.objects.create(line=activity.line, full_name="Nguyễn Văn A")
    other = submission.period.submissions.get(organisation__key="ha-noi/DOST")
    enterprise = Enterprise.objects.create(name="Công ty A", province=submission.period.plan.province)
    supports = []
    for line in (activity.line, other.lines.first()):
        figure = Figure.objects.create(
            line=line, indicator="x", unit="doanh nghiệp", counted_as="enterprises", is_own=True
        )
        supports.append(
            SupportedEnterprise.objects.create(figure=figure, enterprise=enterprise, content="5S")
        )
    DoubleClaim.objects.create(
        period=submission.period,
        enterprise=enterprise,
        content_folded="khac",
        ruling="both",
        reason="x",
        decided_at=timezone.now(),
        decided_by=User.objects.get(email="chuyen-vien.ha-noi@demo.example"),
    )
    return activity, supports[0]


def a_printed_rollup(owner) -> Job:
    """A paper of several plans that ``owner`` had printed."""
    result = {"file": default_storage.save("rollups/x.pdf", ContentFile(b"%PDF-1.7")), "name": "x.pdf"}
    done = {"owner": owner, "status": "done", "ended_at": timezone.now()}
    return Job.objects.create(kind=ROLLUP, title="x", result=result, **done)


def an_invitation(submission, author) -> Invitation:
    """Somebody who is asked to act for the unit of the form."""
    return InvitationFactory(organisation=submission.organisation, invited_by=author)


def an_address_change(person) -> str:
    """The token of the link that the new mailbox of ``person`` got."""
    change = AddressChange.objects.create(user=person, old=person.email, new="moi@demo.example")
    return signing.dumps([change.pk, NEW], salt=SALT)


def placed(world: dict[str, User]) -> Callable[[str], str]:
    """Where each address is tried, by its name of every address: one unit's submission, its period, plan, report and a specialist's job."""
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021")
    submission = period.submissions.get(organisation__key="ha-noi/DOIT")
    job = Job.objects.create(
        kind="render_report",
        title="x",
        owner=world[rights.SPECIALIST],
        status="failed",
        ended_at=timezone.now(),
    )
    document = to_json(sample_document())
    report = start_report(period=period, by=None)
    report.composed, report.pages, report.rendered_at = document, 1, timezone.now()
    for file, name in ((report.pdf, "x.pdf"), (report.word, "x.docx"), (report.excel, "x.xlsx")):
        file.save(name, ContentFile(b"%PDF-1.7"))
    author = world[rights.SPECIALIST]
    remark = Comment.objects.create(report=report, text="x", by=author)
    signed = SignedFile(report=report, name="x.pdf", size=8, sha256="0", pages=1, by=author)
    signed.file.save("x.pdf", ContentFile(b"%PDF-1.7"), save=True)
    dated = Campaign.objects.get(period=period)
    dated.job = job
    dated.save()
    last_year = start_report(period=_the_year_before(period), by=None)
    filing = a_filing(submission, world[rights.FOCAL], world[rights.UNIT_LEADER])
    outline = copy_outline(source=report.outline, province=period.plan.province, by=world[rights.SPECIALIST])
    letter = Letter.objects.create(period=period, kind="chase", composed=document)
    letter.pdf.save("x.pdf", ContentFile(b"%PDF-1.7"), save=False)
    letter.word.save("x.docx", ContentFile(b"PK"))
    finding = Finding.objects.filter(plan=period.plan).first()
    line = submission.lines.first()
    evidence = EvidenceFile(
        line=line,
        name="a.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0",
        added_by=world[rights.FOCAL],
    )
    evidence.file.save("a.pdf", ContentFile(b"%PDF-1.7"), save=True)
    mail = MailFactory(user=world[rights.FOCAL], province=period.plan.province)
    NoticeFactory(user=world[rights.FOCAL], province=period.plan.province, mail=mail)
    NoticeFactory(user=world[rights.OTHER_PROVINCE])
    MailFactory(user=world[rights.MINISTRY])
    activity, claimed = named_records(submission)
    upload = WorkbookUpload(
        submission=submission,
        name="x.xlsx",
        size=2,
        sha256="0",
        base_version=1,
        uploaded_by=world[rights.FOCAL],
    )
    upload.file.save("x.xlsx", ContentFile(b"PK"), save=False)
    upload.save()
    by_prefix = dossier_places(an_application(world, period.plan)) | {
        "reporting:workbook_page": [submission.pk],
        "reporting:workbook_template": [submission.pk],
        "reporting:workbook_": [submission.pk, upload.pk],
        "programmes:plan": [period.plan.key],
        "programmes:province_plans": [period.plan.province.slug],
        "programmes:organisation_roles": [submission.organisation_id],
        "programmes:finding_accept": [finding.plan.key, finding.pk],
        "organisations:province_detail": [period.plan.province.slug],
        "organisations:organisation_detail": [submission.organisation_id],
        "reporting:period_open": [period.plan.key],
        "reporting:plan_progress": [period.plan.key],
        "consolidation:plan_dashboard": [period.plan.key],
        "consolidation:report_list_file": ["csv"],
        "consolidation:report_compare": [report.pk, last_year.pk],
        "consolidation:batch_detail": [dated.runs_at.astimezone().date()],
        "consolidation:batch_start": [dated.runs_at.astimezone().date()],
        "consolidation:campaign_retry": [dated.pk],
        "accounts:address_answer": [an_address_change(world[rights.FOCAL])],
        "organisations:person_": [world[rights.FOCAL].pk],
        "organisations:support_begin": [world[rights.FOCAL].pk],
        "organisations:invitation_act": [(invited := an_invitation(submission, world[rights.SPECIALIST])).pk],
        "organisations:invitation_accept": [token_of(invited)],
        "reporting:period_detail": [period.pk],
        "reporting:target_source": [period.plan.key, period.plan.targets.first().pk],
        "reporting:period_matrix": [period.pk],
        "reporting:period_targets": [period.pk],
        "reporting:period_moves": [period.pk],
        "reporting:period_days": [period.pk],
        "reporting:document_alike": [submission.pk, _a_document(submission).pk],
        "reporting:proposal_detail": [_a_proposal(submission).pk],
        "reporting:period_claims": [period.pk],
        "reporting:period_figures": [period.pk],
        "reporting:record_add": [submission.pk, "hoat-dong", activity.line_id],
        "reporting:record_change": [submission.pk, "hoat-dong", activity.pk],
        "reporting:record_remove": [submission.pk, "hoat-dong", activity.pk],
        "reporting:record_choose": [submission.pk, claimed.figure_id],
        "reporting:claim_decide": [period.pk, claimed.pk],
        "reporting:outline_": [outline.pk],
        "consolidation:outline_preview": [outline.pk],
        "consolidation:period_report": [period.pk],
        "consolidation:report_start": [period.pk],
        "consolidation:report_versions": [report.pk, 1],
        "consolidation:comment_add": [report.pk],
        "consolidation:comment_": [report.pk, remark.pk],
        "consolidation:signed_": [report.pk, signed.pk],
        "consolidation:board_section": [report.pk, "II.1"],
        "consolidation:board_preview": [report.pk, report.passages.filter(feed="targets").get().pk],
        "consolidation:verify": [],
        "consolidation:received_import": [],
        "consolidation:received_compare": [],
        "consolidation:received_": [_a_received_report(world[rights.MINISTRY]).pk],
        "consolidation:installation_withdraw": [Installation.objects.get().pk],
        "consolidation:rollup_country": [],
        "consolidation:rollup_province": [period.plan.province.slug],
        "consolidation:rollup_paper_file": [a_printed_rollup(world[rights.SPECIALIST]).pk],
        "consolidation:report_waiver_undo": [report.pk, _a_waiver(report).pk],
        "consolidation:": [report.pk],
        "reporting:letter_list": [period.pk],
        "reporting:letter_call": [period.pk],
        "reporting:letter_chase": [period.pk],
        "reporting:letter_": [letter.pk],
        "reporting:submission_": [submission.pk],
        "reporting:evidence_list": [submission.pk, line.pk],
        "reporting:evidence_": [submission.pk, evidence.pk],
        "reporting:filing_": [filing.pk],
        "api:token_revoke": [a_token(submission.organisation, holder=world[rights.UNIT_LEADER])[0].pk],
        "jobs:": [job.pk],
        "outbox:mail_": [mail.pk],
    }

    def place(name):
        if name.endswith("_list") and name not in by_prefix:
            return reverse(name)
        for prefix, arguments in by_prefix.items():
            if name.startswith(prefix):
                return reverse(name, args=arguments)
        return reverse(name)

    return place


def _a_received_report(ministry: User) -> ReceivedReport:
    installation = Installation.objects.create(
        name="Cổng khác", public_key="x", fingerprint="x", checked="Gọi điện", trusted_by=ministry
    )
    received = ReceivedReportFactory(installation=installation, received_by=ministry)
    received.file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    return received


def _a_waiver(report: Report) -> Waiver:
    return Waiver.objects.create(
        report=report,
        finding="years",
        place="x",
        reason="Đúng năm.",
        by=User.objects.get(email="lanh-dao.ha-noi@demo.example"),
    )


def _a_document(submission: Submission) -> IssuedDocument:
    document = LegalDocument.objects.create(kind="letter", number_and_symbol="955/SCT-KH", issued_year=2026)
    return IssuedDocument.objects.create(submission=submission, document=document, section="plans")


def _the_year_before(period: ReportingPeriod) -> ReportingPeriod:
    days = {name: timezone.localdate() for name in ("cutoff_on", "opens_on", "due_on", "locks_on")}
    return ReportingPeriod.objects.get_or_create(plan=period.plan, year=period.year - 1, defaults=days)[0]


def _a_proposal(submission: Submission) -> Statement:
    """One of last year's, in an accepted form of the same unit."""
    period, boss = submission.period, User.objects.get(email="lanh-dao.ha-noi@demo.example")
    form = Submission.objects.create(
        period=_the_year_before(period),
        organisation=submission.organisation,
        state="accepted",
        certified_at=timezone.now(),
        certified_by=boss,
        decided_at=timezone.now(),
        decided_by=boss,
    )
    Statement.objects.create(submission=submission, kind="obstacle", text="Chưa nộp.")
    return Statement.objects.create(submission=form, kind="proposal", text="Bố trí kinh phí.")


@pytest.fixture(scope="module")
def written_once(trial, django_db_blocker, tmp_path_factory):
    """The people, the places and the folder of their files; all of it goes with the trial after the file's last test."""
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), override_settings(**rooms(folder)):
        people = peopled()
        return people, placed(people), folder


@pytest.fixture
def world(written_once, settings, db):
    """Everybody of the table of rights but the visitor, as the database knows them."""
    people, _place, folder = written_once
    live_in(settings, folder)
    leave_word()
    known = User.objects.in_bulk([person.pk for person in people.values()])
    return {role: known[person.pk] for role, person in people.items()}


@pytest.fixture
def places(world, written_once):
    """The address of every name, with the arguments of one unit's records."""
    return written_once[1]
