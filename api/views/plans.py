"""Plans: enacted text, for every token."""

from typing import Annotated

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router

from api.documents.plans import PlanOut, PlansOut, TargetOut, TargetsOut, TaskOut, TasksOut
from api.models import Scope
from api.views.bearer import Bearer
from api.views.paging import Paging, part
from api.views.refusals import READING
from programmes.models import Plan, Target, Task, TaskRole
from programmes.queries.plans import plans_found

router = Router(auth=Bearer(Scope.PLANS), tags=["plans"])
Filter = Annotated[str, Query(max_length=200)]


@router.get("/plans", response={200: PlansOut, **READING}, url_name="plans", operation_id="list_plans")
def plans(
    request: HttpRequest,  # noqa: ARG001
    paging: Query[Paging],
    q: Filter = "",
    province: Filter = "",
    programme: Filter = "",
) -> PlansOut:
    """Plans of all provinces. `q` finds words of title, province and number with or without dấu."""
    found = plans_found(text=q, province=province, programme=programme, day=timezone.localdate())
    page = part(found, paging)
    return PlansOut(items=[PlanOut.of(plan) for plan in page.rows], next=page.next)


@router.get("/plans/{slug:key}", response={200: PlanOut, **READING}, url_name="plan", operation_id="get_plan")
def plan(request: HttpRequest, key: str) -> PlanOut:  # noqa: ARG001
    """One plan."""
    return PlanOut.of(_plan(key))


@router.get(
    "/plans/{slug:key}/tasks",
    response={200: TasksOut, **READING},
    url_name="plan_tasks",
    operation_id="list_tasks",
)
def tasks(request: HttpRequest, key: str) -> TasksOut:  # noqa: ARG001
    """The tasks of a plan with who leads and helps, and the yearly figures of annex rows."""
    roles = TaskRole.objects.select_related("organisation", "group")
    found = (
        Task.objects.filter(plan=_plan(key))
        .select_related("group", "national_group")
        .prefetch_related(Prefetch("roles", roles), "annual")
    )
    return TasksOut(items=[TaskOut.of(task) for task in found])


@router.get(
    "/plans/{slug:key}/targets",
    response={200: TargetsOut, **READING},
    url_name="plan_targets",
    operation_id="list_targets",
)
def targets(request: HttpRequest, key: str) -> TargetsOut:  # noqa: ARG001
    """The targets of a plan, also in words of the language asked for."""
    found = (
        Target.objects.filter(plan=_plan(key))
        .select_related("phase", "parent", "family", "base_target__phase")
        .prefetch_related("annual")
    )
    language = get_language() or "vi"
    return TargetsOut(items=[TargetOut.of(target, language) for target in found])


def _plan(key: str) -> Plan:
    known = Plan.objects.select_related("province", "programme", "document").filter(key=key).first()
    if known is None:
        raise Http404
    return known
