"""Every address is swept with GET and POST as everybody, against the table in rights.py."""

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actions.addresses import NEW, SALT
from accounts.models import AddressChange, User
from api.models import Token
from consolidation.actions.starting import start_report
from consolidation.models import Comment, Installation, ReceivedReport, Report, SignedFile, Waiver
from consolidation.queries.rollup.paper_jobs import ROLLUP
from enterprises.models import Enterprise, JoinRequest
from jobs.models import Job
from operations.jobs import leave_word
from organisations.actions.inviting import token_of
from organisations.models import Invitation, Membership, Organisation, Province
from organisations.queries import province_ids_of
from outbox.models import Mail, Notice
from papers.codec import to_json
from portal import demo
from programmes.models import Finding, LegalDocument, Plan
from reporting.actions.outline_writing import copy_outline
from reporting.models import (
    Activity,
    Campaign,
    CertifiedExpert,
    DoubleClaim,
    EvidenceFile,
    Figure,
    Filing,
    IssuedDocument,
    Letter,
    Outline,
    ReportingPeriod,
    Statement,
    Submission,
    SupportedEnterprise,
    WorkbookUpload,
)
from support.models import Application, Need, Outcome, Support
from tests.architecture import rights
from tests.architecture.doors import LIBRARY, administration
from tests.architecture.dossier import an_application, applicants, dossier_places
from tests.architecture.rights import CAST, RIGHTS
from tests.architecture.rights_page import PAGE, rights_page
from tests.consolidation.lives import a_house, issued
from tests.factories.accounts import AdministratorFactory
from tests.factories.api import a_token
from tests.factories.consolidation import ReceivedReportFactory
from tests.factories.organisations import InvitationFactory, SpecialistFactory
from tests.factories.outbox import MailFactory, NoticeFactory
from tests.papers.sample_document import sample_document
from tests.reporting.filling import a_filing

pytestmark = pytest.mark.django_db

DEVELOPMENT = ("portal:gallery", *rights.NOTHING_THERE)  # the gallery exists in development only
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


def addresses(resolver=None, prefix="") -> set[str]:
    """The names of every address, as reverse() knows them."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found |= addresses(entry, space)
        elif isinstance(entry, URLPattern):
            found.add(f"{prefix}{entry.name}")
    return found


def undeclared(names: set[str], table) -> list[str]:
    return sorted(name for name in names - set(table) if name not in DEVELOPMENT)


def declared() -> set[str]:
    """Every address of every table."""
    return {*RIGHTS, *LIBRARY, *administration(), *rights.MACHINES}


def test_every_address_is_in_the_table():
    assert undeclared(addresses(), declared()) == []


def test_the_table_names_no_address_that_is_gone():
    assert sorted(declared() - addresses()) == []


def test_the_page_people_read_is_current():
    """Where this fails: python -m tests.architecture.rights_page"""
    assert PAGE.read_text(encoding="utf-8") == rights_page()


def test_a_planted_address_is_found():
    planted = {"portal:home", "reporting:secret", "admin:index", "admin:reporting_secret_add"}
    table = RIGHTS | administration()
    assert undeclared(planted, table) == ["admin:reporting_secret_add", "reporting:secret"]


@pytest.fixture
def world():
    """The demo world, its people, and the arguments of each address."""
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    leave_word()
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


@pytest.fixture
def places(world):
    """The arguments of every address: one unit's submission, its period, plan, report and a specialist's job."""
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


def browser_of(person):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def answer(response) -> str:
    """What happened, in the words of the table. 409 is a rule's no: the door was open, the state was not."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in first"
    return {403: "not yours", 404: "not there", 405: "no such act"}.get(
        response.status_code,
        "through" if response.status_code < 400 or response.status_code == 409 else str(response.status_code),
    )


def expected(right, method: str, role: str) -> set[str]:
    if method not in right.methods:
        return {"no such act", "sign in first", "not there", "not yours"}
    if role in (right.get if method == "GET" else right.post):
        return {"through"}
    if role == rights.VISITOR:
        return {"sign in first"}
    return {"not yours"} if role in right.sees else {"not there"}


def sweep(world, places, table) -> list[str]:
    """Every cell of the table that is not as it says."""
    faults = []
    clients = {role: browser_of(world.get(role)) for role in CAST}
    for name, right in table.items():
        for method in ("GET", "POST"):
            for role in CAST:
                with transaction.atomic():
                    client = clients[role]
                    response = client.get(places(name)) if method == "GET" else client.post(places(name), {})
                    if response.streaming:
                        b"".join(response.streaming_content)  # read to its end, the file is closed
                    transaction.set_rollback(True)
                said = answer(response)
                if said not in expected(right, method, role):
                    faults.append(
                        f"{method} {name} as {role}: {said}, not {'/'.join(sorted(expected(right, method, role)))}"
                    )
    return faults


def test_everybody_gets_what_the_table_says(world, places):
    faults = sweep(world, places, RIGHTS)
    assert not faults, "\n".join(faults)


def test_readers_of_an_issued_report_open_what_left_the_house_and_nothing_else():
    house = a_house()
    report = issued(house)
    people = {
        rights.SPECIALIST: house.specialist,
        rights.DOST_LEADER: house.leader,
        rights.READER: house.reader,
        rights.MINISTRY: house.ministry,
        rights.ADMINISTRATOR: AdministratorFactory(),
        rights.OTHER_PROVINCE: SpecialistFactory().user,
    }
    more = {
        "consolidation:report_versions": [1],
        "consolidation:signed_file": [report.signed_files.get().pk],
        "consolidation:report_waiver_undo": [report.waivers.first().pk],
    }
    clients = {
        role: people.get(role, people[rights.OTHER_PROVINCE]) for role in CAST if role != rights.VISITOR
    }
    faults = sweep(clients, lambda name: reverse(name, args=[report.pk, *more.get(name, [])]), rights.ISSUED)
    assert not faults, "\n".join(faults)


def test_the_sweep_is_not_vacuous(world, places):
    """With the rights of a page taken away or given away in the table, the sweep notices."""
    shut = {"programmes:plan_list": rights.page(rights.NOBODY)}
    ajar = {"reporting:period_detail": rights.page(rights.EVERYONE)}
    assert len(sweep(world, places, shut)) == len(CAST)
    assert len(sweep(world, places, ajar)) == len(CAST) - len(rights.PROVINCE)


def twins() -> list[tuple[type, str]]:
    return [
        (ReportingPeriod, "reporting"),
        (Submission, "reporting"),
        (Statement, "reporting"),
        (Report, "consolidation"),
        (Waiver, "consolidation"),
        (Letter, "reporting"),
        (Outline, "reporting"),
        (Job, "jobs"),
        (Mail, "outbox"),
        (Notice, "outbox"),
        (Filing, "reporting"),
        (Activity, "reporting"),
        (CertifiedExpert, "reporting"),
        (SupportedEnterprise, "reporting"),
        (DoubleClaim, "reporting"),
        (Enterprise, "enterprises"),
        (JoinRequest, "enterprises"),
        (Application, "support"),
        (Support, "support"),
        (Outcome, "support"),
        (Need, "support"),
        (Token, "api"),
    ]


def test_each_predicate_agrees_with_its_queryset(world, places):
    for person in world.values():
        for model, app in twins():
            permission = f"{app}.view_{model._meta.model_name}"
            listed = set(model.objects.visible_to(person))
            opened = {record for record in model.objects.all() if person.has_perm(permission, record)}
            assert listed == opened, (person, model)


def test_there_is_something_to_agree_about(world, places):
    """The world holds rows on both sides of every line, or agreement would prove nothing."""
    person = world[rights.SPECIALIST]
    assert 0 < ReportingPeriod.objects.visible_to(person).count() < ReportingPeriod.objects.count()
    assert 0 < Submission.objects.visible_to(world[rights.FOCAL]).count() < Submission.objects.count()
    assert province_ids_of(world[rights.STRANGER]) == frozenset()
    assert len(province_ids_of(world[rights.MINISTRY])) == Province.objects.count()
    assert Plan.objects.count() == 6  # the enacted five, and one made up for the trial
    assert ReportingPeriod.objects.filter(
        plan__key="ha-noi-149-2021", year=timezone.localdate().year
    ).exists()


def test_the_administration_is_closed_to_everybody_else(world):
    closed = sorted(
        name for name in addresses() if name.startswith("admin:") and name.endswith("_changelist")
    )
    assert len(closed) > 20
    for role, person in [*world.items(), (rights.VISITOR, None)]:
        client = browser_of(person)
        through = [name for name in closed if client.get(reverse(name)).status_code == 200]
        assert through == (closed if role == rights.ADMINISTRATOR else []), role
