"""Every page costs the same number of queries with one row of each kind as with three times as many."""

import datetime as dt

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.models import User
from api.models import Token
from consolidation.actions.starting import start_report
from enterprises.models import Enterprise, JoinRequest, RegisterUpload
from organisations.models import Organisation, Province
from outbox.actions import notify
from outbox.models import Mail
from programmes.models import Finding, Plan, PlanPolicy, Target, Task, TaskRole
from reporting.actions.letters import make_letter
from reporting.actions.outline_writing import copy_outline
from reporting.actions.outlines import outline_row_for
from reporting.models import (
    Activity,
    CertifiedExpert,
    DoubleClaim,
    EvidenceFile,
    Figure,
    Letter,
    LetterKind,
    Outline,
    ReportingPeriod,
    Statement,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
    WorkbookUpload,
)
from support.models import Need, Support, SupportContent
from tests.factories.accounts import UserFactory
from tests.factories.api import a_token
from tests.factories.enterprises import (
    CertificateFactory,
    EnterpriseFactory,
    EnterpriseMembershipFactory,
    ProductFactory,
    SizeDeclarationFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.outbox import MailFactory, NoticeFactory
from tests.factories.support import (
    RequiredPaperFactory,
    SupportContentFactory,
    SupportFactory,
    SupportLevelFactory,
    SupportProcedureFactory,
)
from tests.reporting.filling import a_filing

pytestmark = pytest.mark.django_db

# Queries of each page as a DOST specialist (focal point of the DOST too), session and rights included.
COSTS = {
    "portal:home": 26,
    "portal:search": 18,
    "portal:search_suggestions": 18,
    "programmes:plan_list": 8,
    "programmes:plan_detail": 26,
    "programmes:plan_roles": 31,
    "organisations:province_list": 9,
    "organisations:province_detail": 9,
    "programmes:province_plans": 7,
    "organisations:organisation_list": 8,
    "organisations:organisation_detail": 12,
    "programmes:organisation_roles": 29,
    "reporting:period_list": 7,
    "reporting:period_open": 14,
    "reporting:period_moves": 6,
    "reporting:period_targets": 9,
    "reporting:period_matrix": 10,
    "reporting:period_detail": 21,
    "reporting:period_days": 7,
    "reporting:submission_list": 7,
    "reporting:submission_detail": 17,
    "reporting:submission_send_back": 11,
    "reporting:filing_detail": 5,
    "reporting:submission_edit": 18,
    "reporting:workbook_page": 7,
    "reporting:workbook_upload": 12,
    "reporting:evidence_list": 10,
    "reporting:proposal_detail": 7,  # first: it raises what the list shows
    "reporting:proposal_list": 9,
    "reporting:submission_records": 15,
    "reporting:record_add": 10,
    "reporting:record_choose": 9,
    "reporting:period_claims": 8,
    "reporting:claim_decide": 8,
    "reporting:period_figures": 12,
    "consolidation:board_section": 19,
    "reporting:outline_list": 5,
    "reporting:outline_detail": 8,
    "reporting:outline_edit": 7,
    "reporting:outline_publish": 7,
    "consolidation:outline_preview": 32,
    "consolidation:report_outline": 9,
    "consolidation:report_detail": 14,
    "consolidation:report_checks": 47,
    "consolidation:rollup_country": 17,
    "consolidation:rollup_province": 18,
    "reporting:letter_list": 6,
    "reporting:letter_detail": 8,
    "reporting:letter_register": 6,
    "reporting:plan_progress": 13,
    "consolidation:plan_dashboard": 24,
    "support:application_list": 17,
    "support:support_list": 9,
    "support:support_detail": 17,
    "support:outcome_list": 8,
    "reporting:target_source": 28,
    "support:desk_view_list": 5,
    "outbox:mail_list": 7,
    "outbox:mail_detail": 6,
    "outbox:mail_resend": 5,
    "outbox:notice_list": 7,
    "enterprises:register": 5,
    "enterprises:own_list": 6,
    "enterprises:join_list": 7,
    "enterprises:join_answer": 6,
    "enterprises:enterprise_people": 10,
    "support:need_list": 7,
    "support:need_add": 9,
    "support:need_detail": 8,
    "support:need_answer": 7,
    "enterprises:enterprise_list": 11,
    "enterprises:enterprise_detail": 13,
    "journal:record_history": 9,
    "journal:record_readers": 7,
    "enterprises:enterprise_edit": 6,
    "enterprises:product_add": 6,
    "enterprises:certificate_add": 7,
    "enterprises:import_page": 6,
    "enterprises:import_detail": 6,
    "support:content_list": 11,
    "support:look_up": 4,
    "consolidation:verify": 4,
    "api:docs": 4,
    "api:token_list": 5,
    "api:token_revoke": 5,
    "support:content_detail": 10,
    "support:content_check": 7,
}

# what is asked for; what became of organisations costs a query per generation, so always the same ones are asked for
TYPED = {
    "portal:search": "?q=ha+noi",
    "portal:search_suggestions": "?q=ha+noi",
    "organisations:organisation_list": "?q=hung+yen",
}

# What pages about named records are about.
NAMED = {
    "consolidation:board_section": lambda form, _support: [
        start_report(period=form.period, by=None).pk,
        "I.2.2",
    ],
    "reporting:record_add": lambda form, support: [form.pk, "hoat-dong", support.figure.line_id],
    "reporting:record_choose": lambda form, support: [form.pk, support.figure_id],
    "reporting:claim_decide": lambda form, support: [form.period_id, support.pk],
    "journal:record_history": lambda _form, _support: ["enterprises.enterprise", _applicant().pk],
    "journal:record_readers": lambda _form, _support: ["enterprises.enterprise", _applicant().pk],
    "support:need_list": lambda _form, _support: [],
    "support:need_add": lambda _form, _support: [],
    "support:need_detail": lambda form, _support: [form.period.plan.needs.first().pk],
    "support:need_answer": lambda form, _support: [form.period.plan.needs.first().pk],
    "support:content_list": lambda _form, _support: [],
    "support:look_up": lambda _form, _support: [],
    "api:docs": lambda _form, _support: [],
    "consolidation:verify": lambda _form, _support: [],
    "support:content_detail": lambda form, _support: [form.period.plan.key, "SC-0"],
    "support:content_check": lambda form, _support: [form.period.plan.key, "SC-0"],
}


@pytest.fixture
def specialist(trial):
    """The demo world, and a browser in which Hà Nội's specialist is signed in."""
    here = User.objects.get(email="chuyen-vien.ha-noi@demo.example")
    province = Province.objects.get(slug="ha-noi")
    NoticeFactory(user=here, province=province, mail=MailFactory(user=here, province=province))
    NoticeFactory(user=here, province=province)
    form = Submission.objects.get(
        period__plan__key="ha-noi-149-2021",
        period__year=timezone.localdate().year,
        organisation__key="ha-noi/DOST",
    )
    a_filing(form, User.objects.first(), User.objects.last())
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021", year=timezone.localdate().year)
    make_letter(period=period, kind=LetterKind.CALL, by=None)
    copies(Outline.objects.get(pk=outline_row_for(period).pk), 1, key=lambda _n: "x-first")
    name_records("A")
    asked_to_join(1)
    held_and_sent_up(1)
    grant_supports(1)
    hand_out_tokens(1)
    uploads_of(form, 1)
    offer(period.plan, 1)
    client = Client()
    client.force_login(
        User.objects.get(email="chuyen-vien.ha-noi@demo.example"), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def offer(plan: Plan, count: int) -> None:
    """So many contents of the plan, each with levels, papers and targets, and a procedure of the plan."""
    SupportProcedureFactory(plan=plan, valid_from=dt.date(2020, 1, count))
    for number in range(count):
        content, _new = SupportContent.objects.get_or_create(
            plan=plan, code=f"SC-{number}", defaults={"position": number, "task": plan.tasks.first()}
        )
        SupportLevelFactory.create_batch(count, content=content)
        RequiredPaperFactory(plan=plan, content=content)
        content.counted_for.get_or_create(target=plan.targets.all()[count], kind="enterprise")
        Need.objects.create(
            plan=plan,
            content=content,
            organisation=Organisation.objects.filter(province=plan.province)[count],
            enterprise=EnterpriseFactory(province=plan.province),
            text="Cần 5S",
            sent_by=User.objects.first(),
        )


def uploads_of(form: Submission, count: int) -> None:
    """So many workbooks sent up for a form, each with problems and changes."""
    told = {"level": "error", "sheet": "Số liệu", "cell": "K5", "what": "x", "why": "y", "how": "z"}
    change = {"sheet": "Số liệu", "cell": "K5", "row": "1.1", "column": "x", "before": "", "after": "1"}
    for _number in range(count):
        WorkbookUpload.objects.create(
            submission=form, file="x.xlsx", name="x.xlsx", size=2, sha256="0", base_version=1,
            uploaded_by=User.objects.first(), problems=[told] * count, changes=[change] * count,
        )  # fmt: skip


def arguments(name: str) -> list:
    """The record each page is about: Hà Nội's plan of today and its DOST's form."""
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021", year=timezone.localdate().year)
    submission = period.submissions.get(organisation__key="ha-noi/DOST")
    if name in NAMED:
        support = SupportedEnterprise.objects.filter(figure__line__submission=submission).first()
        return NAMED[name](submission, support)
    if name == "reporting:letter_list":
        return [period.pk]
    if name.endswith("_list") or name in (
        "portal:home",
        "portal:search",
        "portal:search_suggestions",
        "enterprises:register",
        "enterprises:import_page",
        "consolidation:rollup_country",
    ):
        line = submission.lines.filter(figures__isnull=False).first()
        return [submission.pk, line.pk] if name == "reporting:evidence_list" else []
    if name == "reporting:workbook_upload":
        return [submission.pk, submission.workbooks.first().pk]
    if name == "reporting:target_source":
        return [period.plan.key, period.plan.targets.first().pk]
    by_prefix = {
        "consolidation:rollup_province": lambda: period.plan.province.slug,
        "api:token_revoke": lambda: Token.objects.order_by("pk").first().pk,
        "enterprises:join_answer": lambda: JoinRequest.objects.get(user__email="xin@example.vn").pk,
        "enterprises:enterprise_": lambda: _applicant().pk,
        "enterprises:product_add": lambda: _applicant().pk,
        "enterprises:certificate_add": lambda: _applicant().pk,
        "enterprises:import_detail": lambda: RegisterUpload.objects.order_by("pk").first().pk,
        "support:support_detail": lambda: Support.objects.order_by("pk").first().pk,
        "reporting:workbook_page": lambda: submission.pk,
        "outbox:mail": lambda: Mail.objects.order_by("pk").first().pk,
        "reporting:filing": lambda: submission.filings.get(number=101).pk,
        "reporting:submission": lambda: submission.pk,
        "reporting:proposal": lambda: submission.statements.get_or_create(kind="proposal", position=7)[0].pk,
        "reporting:period_open": lambda: period.plan.key,
        "reporting:period_": lambda: period.pk,
        "reporting:outline_": lambda: _outline(period).pk,
        "consolidation:outline_preview": lambda: _outline(period).pk,
        "consolidation:report_": lambda: start_report(period=period, by=None).pk,
        "reporting:letter_": lambda: period.own_letters.get(kind="call").pk,
        "organisations:organisation_": lambda: submission.organisation_id,
        "programmes:organisation_": lambda: submission.organisation_id,
        "organisations:province": lambda: period.plan.province.slug,
        "programmes:province": lambda: period.plan.province.slug,
    }
    places = (place() for prefix, place in by_prefix.items() if name.startswith(prefix))
    return [next(places, period.plan.key)]


def _outline(period: ReportingPeriod) -> Outline:
    """A draft of Hà Nội's own outline."""
    writer = User.objects.get(email="chuyen-vien.ha-noi@demo.example")
    return copy_outline(source=outline_row_for(period), province=period.plan.province, by=writer)


def _applicant() -> Enterprise:
    """The enterprise of the demo world."""
    return Enterprise.objects.get(is_demo=True, tax_code__startswith="0199")


def held_and_sent_up(count: int) -> None:
    """So many more products, certificates and declared years of the demo enterprise, and workbooks of enterprises."""
    desk = User.objects.get(email="chuyen-vien.ha-noi@demo.example")
    enterprise, today = _applicant(), timezone.localdate()
    for _number in range(count):
        years = enterprise.size_declarations.count()
        SizeDeclarationFactory(enterprise=enterprise, year=today.year - years, declared_by=desk)
        product = ProductFactory(enterprise=enterprise)
        CertificateFactory(enterprise=enterprise, product=product, expires_on=today)
        problem = {"row": 2, "column": "x", "said": "y", "why": "z", "level": "error"}
        told = dict.fromkeys(("total", "new", "changed", "same", "wrong", "problem_count"), count)
        RegisterUpload.objects.create(
            province=enterprise.province, file="x.xlsx", name="x.xlsx", size=2, sha256="0", uploaded_by=desk,
            told=told | {"problems": [problem] * count},
        )  # fmt: skip


def asked_to_join(count: int) -> None:
    """So many more who act for the demo enterprise, alone with their address, and who ask to; one of them Hà Nội's."""
    desk = User.objects.get(email="chuyen-vien.ha-noi@demo.example")
    for number in range(count):
        enterprise = _applicant()
        EnterpriseMembershipFactory(enterprise=enterprise, user__opened_alone=True)
        JoinRequest.objects.create(user=UserFactory(), enterprise=enterprise)
        other = EnterpriseMembershipFactory(enterprise__province=enterprise.province, user=desk)
        JoinRequest.objects.create(user=UserFactory(), enterprise=other.enterprise)
        JoinRequest.objects.create(user=desk, enterprise=EnterpriseFactory())
        if not number and not User.objects.filter(email="xin@example.vn").exists():
            JoinRequest.objects.create(user=UserFactory(email="xin@example.vn"), enterprise=enterprise)


def cost(client, address: str) -> int:
    """Queries of one GET, after a first that warms what is kept between requests."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def copies(row, times: int, **changes):
    """``times`` more rows like ``row``."""
    for number in range(times):
        row.pk, row._state.adding = None, True
        for name, make in changes.items():
            setattr(row, name, make(number))
        row.save(force_insert=True)


def name_records(*names: str) -> None:
    """Activities, experts and enterprises in the DOST's form; the enterprises stand in another unit's form, too."""
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021", year=timezone.localdate().year)
    ours = period.submissions.get(organisation__key="ha-noi/DOST")
    theirs = period.submissions.get(organisation__key="ha-noi/DOIT")
    line = ours.lines.filter(figures__isnull=False).first()
    for at, name in enumerate(names):
        Activity.objects.create(line=line, kind="course", title=name)
        CertifiedExpert.objects.create(line=line, full_name=name)
        enterprise = Enterprise.objects.create(name=name, province=period.plan.province)
        for each in (line, theirs.lines.first()):
            figure = Figure.objects.create(
                line=each, indicator=name, unit="doanh nghiệp", counted_as="enterprises", is_own=True
            )
            support = SupportedEnterprise.objects.create(figure=figure, enterprise=enterprise, content="5S")
        DoubleClaim.objects.create(
            period=period,
            enterprise=enterprise,
            content_folded="5s",
            ruling="one" if at % 2 else "both",
            kept=support,
            reason="x",
            decided_at=timezone.now(),
            decided_by=User.objects.get(email="chuyen-vien.ha-noi@demo.example"),
        )


def hand_out_tokens(count: int) -> None:
    """So many more tokens of units of Hà Nội."""
    province = Province.objects.get(slug="ha-noi")
    for _number in range(count):
        a_token(OrganisationFactory(province=province))


def grant_supports(count: int) -> None:
    """So many accepted supports of the plan of today, the first of them with so many of everything."""
    plan = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021", year=timezone.localdate().year).plan
    today, person = timezone.localdate(), User.objects.first()
    for _number in range(count):
        support = SupportFactory(
            plan=plan,
            content=SupportContentFactory(plan=plan),
            enterprise=EnterpriseFactory(province=plan.province),
            state="accepted",
            contract_on=today,
            accepted_on=today,
        )
        support.outcomes.create(kind="enterprise", name=support.enterprise.name, reached_on=today)
        support.content.counted_for.create(target=plan.targets.first(), kind="enterprise")
    first = Support.objects.order_by("pk").first()
    at = first.milestones.count()
    for number in range(at, at + count):
        first.milestones.create(title="x", due_on=today)
        first.disbursements.create(amount=1, paid_on=today, document=str(number), entered_by=person)
        first.effects.create(year=2000 + number, text="x", declared_at=timezone.now(), declared_by=person)
        first.outcomes.create(kind="product", name=str(number), reached_on=today)


def grow() -> None:
    """Three of everything where there was one."""
    name_records("B", "C", "D")
    asked_to_join(3)
    held_and_sent_up(3)
    grant_supports(3)
    hand_out_tokens(3)
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021", year=timezone.localdate().year)
    plan, submission = period.plan, period.submissions.get(organisation__key="ha-noi/DOST")
    uploads_of(submission, 3)
    offer(plan, 3)
    line = submission.lines.filter(figures__isnull=False).first()
    copies(
        line.figures.filter(target__isnull=False).first(), 2, target=lambda _n: None, is_own=lambda _n: True
    )
    for number in range(3):
        EvidenceFile.objects.create(
            line=line, figure=line.figures.first(), name=f"{number}.pdf", content_type="application/pdf",
            size=number, sha256=str(number), added_by=User.objects.first(),
        )  # fmt: skip
    for statement in ("obstacle", "proposal", "obstacle"):
        raised = Statement.objects.create(submission=submission, kind=statement, text="Thử")
        raised.answers.create(
            answered_by="Sở", answered_on=period.due_on, text="Đã rõ", noted_by=User.objects.first()
        )
    copies(
        SubmissionLine.objects.get(pk=line.pk),
        3,
        attribution=lambda _n: "integrated",
        heading=lambda n: f"Thử {n}",
    )
    letter = period.own_letters.get(kind="call")
    copies(Letter.objects.get(pk=letter.pk), 3, kind=lambda _n: "chase")
    copies(Outline.objects.get(pk=outline_row_for(period).pk), 3, key=lambda n: f"x-{n}")
    people = User.objects.order_by("pk")[:3]
    notify(people, kind="call", key=f"opened:{letter.period_id}", title="Thử")
    task = plan.tasks.first()
    roles = list(task.roles.all())
    for number in range(3):
        copies(
            Task.objects.get(pk=task.pk),
            1,
            code=lambda _n, at=number: f"9.{at}",
            position=lambda _n, at=number: 900 + at,
        )
        new = Task.objects.get(plan=plan, code=f"9.{number}")
        for role in roles:
            TaskRole.objects.create(
                task=new,
                kind=role.kind,
                organisation=role.organisation,
                group=role.group,
                raw=role.raw,
                position=role.position,
            )
    copies(
        Target.objects.get(pk=plan.targets.first().pk), 3, code=lambda n: f"X{n}", position=lambda n: 900 + n
    )
    copies(Finding.objects.filter(plan=plan).first(), 3, code=lambda n: f"X-{n}", position=lambda n: 900 + n)
    copies(PlanPolicy.objects.filter(plan=plan).first(), 3, position=lambda n: 900 + n)
    department = Organisation.objects.get(key="ha-noi/DOH")
    for number in range(4):
        copies(
            Organisation.objects.get(pk=department.pk),
            1,
            key=lambda _n, at=number: f"ha-noi/X{at}",
            standard=lambda _n: "",
        )
        extra = Organisation.objects.get(key=f"ha-noi/X{number}")
        more = Submission.objects.create(period=period, organisation=extra)
        SubmissionLine.objects.create(submission=more, task=task, role="group")
    for number in (102, 103):
        a_filing(
            submission, submission.filings.get(number=101).certified_by, User.objects.first(), number=number
        )
    copies(ReportingPeriod.objects.get(pk=period.pk), 2, year=lambda n: 2021 + n)
    mail = Mail.objects.get(user__email="chuyen-vien.ha-noi@demo.example")
    for _ in range(3):
        NoticeFactory(user=mail.user, province=mail.province, mail=mail)
        NoticeFactory(user=mail.user, province=mail.province)
        MailFactory(province=mail.province)
    assert Figure.objects.filter(line__submission=submission).count() > 2


def changed(client, table) -> dict[str, int]:
    """Pages that do not cost what the table says, with what they cost."""
    found = {name: cost(client, reverse(name, args=arguments(name)) + TYPED.get(name, "")) for name in table}
    return {name: queries for name, queries in found.items() if queries != table[name]}


def test_every_page_costs_what_is_written_however_many_rows(specialist):
    assert changed(specialist, COSTS) == {}
    grow()
    assert changed(specialist, COSTS) == {}


def careless(request):
    """A planted fault: it asks for the province of every organisation one by one."""
    return HttpResponse(", ".join(str(o.province) for o in Organisation.objects.all()))


urlpatterns = [path("careless/", careless), path("", include("config.urls"))]


def test_a_planted_careless_page_is_found(specialist):
    with override_settings(ROOT_URLCONF=__name__):
        before = cost(specialist, "/careless/")
        grow()
        assert cost(specialist, "/careless/") > before
