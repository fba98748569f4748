"""Plans, tasks, targets and the documents plans rest on, as somebody types them into the search of the portal.

All of it is public law: everybody finds everything.
"""

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.access import Someone
from common.search import Hit, Words, answering, best, excerpt, reasons
from programmes.models import LegalDocument, Plan, PlanBasis, Standing, Target, Task, TaskKind
from programmes.queries.reading import has_number

LEAD, PARTNERS = gettext_lazy("Leads"), gettext_lazy("Helps")
NAMED = gettext_lazy("Products and enterprises named")
STATEMENT, NUMBER = gettext_lazy("In the plan"), gettext_lazy("Number")
NEWEST_PLAN = ("-plan__year_from", "plan__province__order", "plan_id", "position", "pk")


def find_plans(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:  # noqa: ARG001 - public law
    """Plans by title, province, number; the newest of equally good ones first."""
    plans = Plan.objects.select_related("province", "document", "programme")
    found = answering(plans, words, "folded", alike=alike)
    return [_plan(plan, words) for plan in best(found, most, "-year_from", "province__order", "pk")]


def find_tasks(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:  # noqa: ARG001 - public law
    """Tasks by their text and by who leads or helps; words may also name the plan or its province."""
    tasks = Task.objects.select_related("plan__province", "plan__document")
    found = answering(tasks, words, "folded", "plan__folded", alike=alike)
    return [_task(task, words) for task in best(found, most, *NEWEST_PLAN)]


def find_targets(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:  # noqa: ARG001 - public law
    """Targets by indicator and statement; words may also name the plan or its province."""
    targets = Target.objects.select_related("plan__province", "plan__document", "phase")
    found = answering(targets, words, "folded", "plan__folded", alike=alike)
    return [_target(target, words) for target in best(found, most, *NEWEST_PLAN)]


def find_documents(user: Someone, words: Words, most: int, *, alike: bool = False) -> list[Hit]:  # noqa: ARG001 - public law
    """Documents that plans rest on, by number, abstract and issuer; they are read on the page of the newest such plan."""
    resting = PlanBasis.objects.filter(document=OuterRef("pk"))
    newest = resting.order_by("-plan__year_from", "plan_id").values("plan__key")[:1]
    count = resting.order_by().values("document").annotate(count=Count("pk")).values("count")
    documents = (
        LegalDocument.objects.filter(Exists(resting))
        .select_related("issuer")
        .annotate(plan_key=Subquery(newest), plan_count=Subquery(count, output_field=IntegerField()))
    )
    found = answering(documents, words, "folded", alike=alike)
    return [_basis(document, words) for document in best(found, most, "-issued_year", "-issued_on", "pk")]


def document_hit(
    document: LegalDocument, words: Words, *, address: str, beside: tuple[str, ...], rank: float
) -> Hit:
    """A document of whatever standing as a line of the search; ``issuer`` is at hand."""
    abstract = document.abstract.strip()
    name = " ".join(filter(None, [str(document.get_kind_display()), document.designation]))
    issuer = document.issuer_text or str(document.issuer or "")
    return Hit(
        key=("document", document.pk),
        title=f"{name}: {excerpt(abstract, words)}" if abstract else name,
        address=address,
        beside=(issuer, str(document.issued_year or ""), *beside),
        because=reasons(words, f"{name} {abstract}", [(gettext_lazy("Issued by"), issuer)]),
        chip=_("demo") if document.is_demo else "",
        rank=rank,
    )


def _plan(plan: Plan, words: Words) -> Hit:
    document = plan.document
    number = document.designation if has_number(document) else document.number_and_symbol
    return Hit(
        key=("plan", plan.pk),
        title=plan.title,
        address=plan.get_absolute_url(),
        beside=(str(plan.province), number, f"{plan.year_from}–{plan.year_to}"),
        because=reasons(words, f"{plan.title} {plan.province} {number}", []),
        chip="" if plan.standing == Standing.ENACTED else str(plan.get_standing_display()),
        rank=plan.rank,  # type: ignore[attr-defined] # of answering()
    )


def _task(task: Task, words: Words) -> Hit:
    place = "years" if task.kind == TaskKind.ANNEX_ROW else f"task-{task.pk}"
    parts = [(LEAD, task.lead_raw), (PARTNERS, task.partners_raw), (NAMED, task.beneficiaries_raw)]
    return Hit(
        key=("task", task.pk),
        title=f"{task.code}. {excerpt(task.title, words)}",
        address=f"{task.plan.get_absolute_url()}#{place}",
        beside=(str(task.plan.province), task.plan.document.designation),
        because=reasons(words, task.title, parts),
        rank=task.rank,  # type: ignore[attr-defined] # of answering()
    )


def _target(target: Target, words: Words) -> Hit:
    return Hit(
        key=("target", target.pk),
        title=excerpt(target.indicator, words),
        address=f"{target.plan.get_absolute_url()}#target-{target.pk}",
        beside=(str(target.plan.province), target.plan.document.designation, str(target.phase or "")),
        because=reasons(words, target.indicator, [(STATEMENT, target.statement)]),
        rank=target.rank,  # type: ignore[attr-defined] # of answering()
    )


def _basis(document: LegalDocument, words: Words) -> Hit:
    count = document.plan_count  # type: ignore[attr-defined] # annotated above
    cited = ngettext("%(count)s plan rests on it", "%(count)s plans rest on it", count) % {"count": count}
    address = reverse("programmes:plan_detail", args=[document.plan_key])  # type: ignore[attr-defined] # as above
    rank = document.rank  # type: ignore[attr-defined] # of answering()
    return document_hit(document, words, address=f"{address}#bases", beside=(cited,), rank=rank)
