"""One of everything about an application, for the table of rights: where each address of support is tried."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from enterprises.models import EnterpriseMembership, JoinRequest, RegisterUpload
from jobs.models import Job
from papers.codec import to_json
from programmes.models import Plan
from support.documents.decision_letter import compose_decision
from support.models import Application, Attachment, Decision, Need, SavedView, Support
from support.queries.decision_facts import decision_facts
from support.queries.desk_jobs import BATCH, EXPORT, OWN_DATA
from tests.architecture import rights
from tests.factories.enterprises import CertificateFactory, EnterpriseMembershipFactory, ProductFactory
from tests.factories.support import (
    RequestedItemFactory,
    SubmittedFactory,
    SupportContentFactory,
    SupportFactory,
)


def applicants(plan: Plan) -> dict[str, User]:
    """A manager of the enterprise that applies, and one of another enterprise of the same province."""
    return {
        role: EnterpriseMembershipFactory(enterprise__province=plan.province).user
        for role in (rights.APPLICANT, rights.OTHER_ENTERPRISE)
    }


def an_application(world: dict[str, User], plan: Plan) -> Application:
    """An application on the desk of the plan's DOST, of the applicant's enterprise."""
    applicant = world[rights.APPLICANT]
    application = SubmittedFactory(
        plan=plan,
        enterprise=applicant.enterprise_memberships.get().enterprise,
        submitted_by=applicant,
    )
    RequestedItemFactory(application=application, content=SupportContentFactory(plan=plan))
    application.opinion_requests.create(
        organisation=world[rights.FOCAL].memberships.get().organisation,
        question="Đề nghị cho ý kiến.",
        due_on=application.submitted_at.date(),
        asked_at=application.submitted_at,
        asked_by=world[rights.SPECIALIST],
    )
    application.appraisers.create(
        user=world[rights.FOCAL], has_conflict=False, declared_at=application.submitted_at
    )
    return application


def a_numbered_letter(decided: Application) -> None:
    """The letter of an application that is decided, with its files and number."""
    written = compose_decision(decision_facts(decided, decided.submitted_at.date()), at=decided.submitted_at)
    Decision.objects.create(
        application=decided,
        composed=to_json(written),
        pdf=default_storage.save("decisions/x.pdf", ContentFile(b"x")),
        word=default_storage.save("decisions/x.docx", ContentFile(b"x")),
        number=1,
        issued_on=decided.submitted_at.date(),
    )


def a_support(application: Application) -> Support:
    """A support granted to the applicant of ``application`` earlier, accepted, with its outcome."""
    day = application.submitted_at.date()
    support = SupportFactory(
        plan=application.plan,
        content=SupportContentFactory(plan=application.plan),
        enterprise=application.enterprise,
        state="accepted",
        contract_on=day,
        accepted_on=day,
    )
    support.milestones.create(title="Đánh giá hiện trạng", due_on=day)
    support.outcomes.create(kind="enterprise", name=application.enterprise.name, reached_on=day)
    return support


def of_the_desk(owner: User) -> dict[str, list]:
    """A view of ``owner``, a file and a batch they asked for."""
    done = {"owner": owner, "status": "done", "ended_at": timezone.now()}
    name = default_storage.save("exports/x.csv", ContentFile(b"x"))
    file = Job.objects.create(kind=EXPORT, title="x", result={"file": name, "kind": "csv"}, **done)
    result = {"step": "take", "done": 1, "refused": []}
    batch = Job.objects.create(kind=BATCH, title="x", result=result, asked_for={"query": ""}, **done)
    return {
        "support:desk_export_file": [file.pk],
        "support:desk_batch_result": [batch.pk],
        "support:desk_view_change": [SavedView.objects.create(user=owner, name="x").pk],
    }


def own_data_of(application: Application) -> Job:
    """All data of the applying enterprise, packed for the applicant."""
    name = default_storage.save("exports/x.zip", ContentFile(b"PK"))
    return Job.objects.create(
        kind=OWN_DATA,
        title="x",
        owner=application.submitted_by,
        asked_for={"enterprise": application.enterprise_id},
        result={"file": name},
        status="done",
        ended_at=timezone.now(),
    )


def of_its_people(application: Application) -> dict[str, list]:
    """A colleague of the applicant, and a request to act for the enterprise from somebody of another one."""
    enterprise = application.enterprise
    colleague = EnterpriseMembershipFactory(enterprise=enterprise, role="member")
    others = EnterpriseMembership.objects.exclude(enterprise=enterprise).filter(
        user__is_demo=False, enterprise__province=enterprise.province
    )
    request = JoinRequest.objects.create(user=others.first().user, enterprise=enterprise)
    return {
        "enterprises:join_list": [],
        "enterprises:join_": [request.pk],
        "enterprises:person_": [enterprise.pk, colleague.pk],
    }


def a_paper(application: Application) -> Attachment:
    """A free file of the application."""
    paper = Attachment(
        application=application, name="a.pdf", size=8, sha256="0" * 64, added_by=application.submitted_by
    )
    paper.file.save("a.pdf", ContentFile(b"%PDF-1.7"), save=True)
    return paper


def of_the_register(application: Application) -> dict[str, list]:
    """A product and a certificate of the applicant, and a workbook of enterprises sent up to its DOST."""
    enterprise = application.enterprise
    product, certificate = ProductFactory(enterprise=enterprise), CertificateFactory(enterprise=enterprise)
    upload = RegisterUpload(
        province=application.plan.province,
        name="x.xlsx",
        size=2,
        sha256="0",
        uploaded_by=application.opinion_requests.get().asked_by,
    )
    upload.file.save("x.xlsx", ContentFile(b"PK"), save=True)
    return {
        "enterprises:table_file": ["csv"],
        "enterprises:size_": [enterprise.pk],
        "enterprises:product_add": [enterprise.pk],
        "enterprises:product_": [enterprise.pk, product.pk],
        "enterprises:certificate_add": [enterprise.pk],
        "enterprises:certificate_": [enterprise.pk, certificate.pk],
        "enterprises:import_page": [],
        "enterprises:import_template": [],
        "enterprises:import_": [upload.pk],
    }


def a_need(application: Application) -> Need:
    """A need of the applying enterprise, sent by the unit that is asked for its opinion, too."""
    asked = application.opinion_requests.get()
    return Need.objects.create(
        plan=application.plan,
        organisation=asked.organisation,
        enterprise=application.enterprise,
        text="Cần hướng dẫn áp dụng 5S.",
        sent_by=asked.asked_by,
    )


def dossier_places(application: Application) -> dict[str, list]:
    """The arguments of the addresses of enterprises and support, by the beginning of their names (longest first)."""
    support = a_support(application)
    decided = support.item.application
    a_numbered_letter(decided)
    desk = of_the_desk(application.opinion_requests.get().asked_by)
    return (
        desk
        | of_its_people(application)
        | of_the_register(application)
        | {
            "support:application_list": [],
            "support:look_up": [],
            "support:own_data_file": [own_data_of(application).pk],
            "support:own_data": [application.enterprise_id],
            "support:application_start": [],
            "support:attachment_add": [application.pk],
            "support:attachment_": [application.pk, a_paper(application).pk],
            "support:need_list": [],
            "support:need_add": [],
            "support:need_": [a_need(application).pk],
            "support:content_list": [],
            "support:content_": [support.content.plan.key, support.content.code],
            "support:support_list": [],
            "support:support_export": [],
            "support:support_": [support.pk],
            "support:appraiser_take_back": [application.appraisers.get().pk],
            "support:decision_pdf": [decided.pk],
            "support:decision_word": [decided.pk],
            "support:appraiser_list": [application.pk],
            "support:apprais": [application.pk],
            "support:decision_": [application.pk],
            "support:opinion_": [application.pk, application.opinion_requests.get().pk],
            "support:application_": [application.pk],
            "enterprises:enterprise_": [application.enterprise_id],
            "journal:record_": ["enterprises.enterprise", application.enterprise_id],
        }
    )
