"""The pages of checks, supplements and opinions cost the same with one row of each kind as with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.queries import working_calendar
from programmes.models import PlanPolicy
from support.actions.supplements import ask
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.support import (
    RequestedItemFactory,
    RequiredPaperFactory,
    SupportContentFactory,
    SupportProcedureFactory,
    support_stage,
)

pytestmark = pytest.mark.django_db
POLICIES = ["foreign_excluded", "once_per_content", "condition"]


def more(stage, application, at):
    """One more of everything the pages show."""
    if at:
        RequestedItemFactory(
            application=application, content=SupportContentFactory(plan=stage.plan), position=at
        )
    PlanPolicy.objects.create(
        plan=stage.plan, kind=POLICIES[at], text=f"Điều {at}", position=at, source_lines=str(at)
    )
    RequiredPaperFactory(plan=stage.plan)
    unit = MembershipFactory(organisation=OrganisationFactory(province=stage.province))
    request = application.opinion_requests.create(
        organisation=unit.organisation,
        question="?",
        due_on=timezone.localdate(),
        asked_at=timezone.now(),
        asked_by=stage.leader,
        stance="agrees",
        answer="Thống nhất.",
        answered_at=timezone.now(),
        answered_by=unit.user,
    )
    closed = application.supplements.create(
        round=at + 2,
        reason="Thiếu.",
        asked_on=timezone.localdate(),
        asked_at=timezone.now(),
        asked_by=stage.specialist,
        due_on=timezone.localdate(),
        closed_on=timezone.localdate(),
    )
    for point in (closed.points.create(text="Giấy tờ"), request):
        name = "point" if point is not request else "opinion"
        application.attachments.create(
            **{name: point},
            file="x.pdf",
            name="x.pdf",
            content_type="application/pdf",
            size=1,
            sha256=str(at),
            added_by=unit.user,
        )


def cost(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_every_page_is_flat():
    stage = support_stage()
    SupportProcedureFactory(plan=stage.plan)
    application, waiting = stage.submitted(), stage.submitted()
    today = timezone.localdate()
    round_ = ask(
        waiting,
        reason="Thiếu.",
        points=["Một"],
        due_on=working_calendar().shift(today, 3),
        by=stage.specialist,
        on=today,
        now=timezone.now(),
    )
    more(stage, application, 0)
    dost, applicant = stage.client(stage.specialist), stage.client(stage.applicant)
    unit = stage.client(application.opinion_requests.get().answered_by)
    own = application.opinion_requests.get()
    pages = {
        "page of DOST": (dost, f"/ho-so/{application.pk}/"),
        "page of the unit": (unit, f"/ho-so/{application.pk}/"),
        "page of the enterprise": (applicant, f"/ho-so/{application.pk}/"),
        "checks": (dost, f"/ho-so/{application.pk}/kiem-tra/"),
        "appraise": (dost, f"/ho-so/{application.pk}/tham-dinh/bat-dau/"),
        "ask": (dost, f"/ho-so/{application.pk}/yeu-cau-bo-sung/"),
        "take back": (dost, f"/ho-so/{waiting.pk}/rut-yeu-cau/"),
        "supply": (applicant, f"/ho-so/{waiting.pk}/bo-sung/"),
        "ask for opinions": (dost, f"/ho-so/{application.pk}/xin-y-kien/"),
        "opinion": (unit, own.get_absolute_url()),
    }
    before = {name: cost(*place) for name, place in pages.items()}
    for at in (1, 2):
        more(stage, application, at)
        round_.points.create(text=f"Thêm {at}", position=at)
        waiting.attachments.create(
            point=round_.points.first(), file="x.pdf", name="x.pdf", content_type="application/pdf", size=1,
            sha256=str(at), added_by=stage.applicant,
        )  # fmt: skip
    assert {name: cost(*place) for name, place in pages.items()} == before
    assert max(before.values()) <= 36, before
