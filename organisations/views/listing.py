"""Provinces and organisations, and what became of them."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from common.vietnamese import clean
from organisations.models import Organisation, OrganisationKind, Province, Role
from organisations.queries import (
    dost_province_ids,
    fates,
    organisations_found,
    organisations_of,
    provinces_with_fates,
)
from organisations.queries.leaving import people_acting_for

PAGE = 50


@require_safe
@login_not_required
def province_list(request: HttpRequest) -> HttpResponse:
    """Provinces, present and former, with what became of them."""
    today = timezone.localdate()
    provinces = list(provinces_with_fates())
    context = {
        "present": [p for p in provinces if p.holds_on(today)],
        "former": [p for p in provinces if not p.holds_on(today)],
    }
    return render(request, "organisations/province_list.html", context)


@require_safe
@login_not_required
def province_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One province: its time, its plans (fetched from their own address), its organisations for those signed in."""
    today = timezone.localdate()
    province = get_object_or_404(provinces_with_fates(), slug=slug)
    context: dict[str, object] = {"province": province, "is_former": not province.holds_on(today)}
    if request.user.is_authenticated:
        organisations = list(organisations_of(province).select_related("province"))
        known = fates(organisations, today)
        context["organisations"] = [known[o.pk] for o in organisations]
    return render(request, "organisations/province_detail.html", context)


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations that documents name, found by name with or without dấu."""
    today = timezone.localdate()
    asked = {name: clean(request.GET.get(name, "")) for name in ("q", "province", "kind", "standing")}
    found = organisations_found(
        text=asked["q"],
        province=asked["province"],
        kind=asked["kind"],
        standing=asked["standing"],
        day=today,
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    known = fates(page.object_list, today)
    context = {
        "page": page,
        "fates": [known[o.pk] for o in page.object_list],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "provinces": Province.objects.all(),
        "kinds": OrganisationKind.choices,
    }
    return render(request, "organisations/organisation_list.html", context)


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: its names in time, what it followed and what followed it, where it is named."""
    records = Organisation.objects.select_related("province", "parent").prefetch_related(
        "aliases", "successors__new__province", "predecessors__old__province", "groups__group"
    )
    organisation = get_permitted(request.user, "organisations.view_organisation", records, pk=pk)
    viewer, province = request.user, organisation.province_id
    is_theirs = viewer.is_superuser or province in dost_province_ids(viewer, {Role.LEADER})  # type: ignore[arg-type]
    context = {
        "organisation": organisation,
        "people": people_acting_for(organisation.pk) if is_theirs else None,
        "fate": fates([organisation], timezone.localdate())[organisation.pk],
    }
    return render(request, "organisations/organisation_detail.html", context)
