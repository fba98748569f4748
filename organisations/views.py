"""Provinces and organisations, and what became of them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from organisations.models import Organisation, Province


@require_safe
@login_not_required
def province_list(request: HttpRequest) -> HttpResponse:
    """Provinces, former and present."""
    return render(request, "organisations/province_list.html", {"provinces": Province.objects.all()})


@require_safe
@login_not_required
def province_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One province."""
    return render(
        request, "organisations/province_detail.html", {"province": get_object_or_404(Province, slug=slug)}
    )


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations that documents name."""
    return render(
        request, "organisations/organisation_list.html", {"organisations": Organisation.objects.all()}
    )


@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)
    return render(request, "organisations/organisation_detail.html", {"organisation": organisation})
