"""Plans as lists show them."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.vietnamese import clean, fold
from organisations.models import Organisation, Province, ProvinceSuccession
from organisations.queries import former_province_ids
from programmes.models import DocumentKind, LegalDocument, Plan, TaskRole
from programmes.models.plan import PlanQuerySet

IN_ORDER = (
    "-year_from",
    "province__order",
    "pk",
)  # said aloud, for counting beside a row drops the model's order
MOST_SOUGHT = 200  # characters of a search


def plans_found(*, text: str = "", province: str = "", programme: str = "", day: dt.date) -> PlanQuerySet:
    """Plans for the list. Every word of ``text`` must occur, with or without dấu.

    ``province`` (by its address) also finds the plans of the provinces it took over by ``day``; an unknown
    address or programme finds nothing.
    """
    found = Plan.objects.for_list().order_by(*IN_ORDER)
    for word in fold(text[:MOST_SOUGHT]).split():
        found = found.filter(folded__contains=word)
    province, programme = clean(province), clean(programme)
    if province:
        there = Province.objects.filter(slug=province).first()
        found = found.filter(province_id__in=former_province_ids(there, day) if there else [])
    return found.filter(programme__key=programme) if programme else found


def provinces_with_plans() -> QuerySet[Province]:
    """Provinces with a plan of their own or of a province they took over."""
    own = Plan.objects.filter(province=OuterRef("pk"))
    inherited = ProvinceSuccession.objects.filter(new=OuterRef("pk"), old__plans__isnull=False)
    return Province.objects.filter(Q(Exists(own)) | Q(Exists(inherited)))


def plans_of(province: Province, day: dt.date) -> PlanQuerySet:
    """The province's plans and those it inherited by ``day``, for a list."""
    there = former_province_ids(province, day)
    return Plan.objects.for_list().filter(province_id__in=there).order_by(*IN_ORDER)


def roles_naming(organisation: Organisation) -> QuerySet[TaskRole]:
    """Roles whose text names ``organisation`` itself, by plan and in the order of the annex."""
    roles = TaskRole.objects.filter(organisation=organisation)
    return roles.select_related("task__plan__document", "task__plan__province").order_by(
        "task__plan__year_from", "task__plan", "task__position", "position"
    )


def programme_decision(plan: Plan) -> LegalDocument:
    """The decision that approved the plan's programme: the plan's own citation of it, else the programme's data."""
    programme = plan.programme
    for basis in plan.bases.select_related("document__issuer"):
        if basis.document.number_and_symbol == programme.decision:
            return basis.document
    return LegalDocument(
        kind=DocumentKind.DECISION,
        number_and_symbol=programme.decision,
        issued_on=programme.decided_on,
        issuer_text="Thủ tướng Chính phủ",
        abstract=f"phê duyệt {programme.title}",
    )
