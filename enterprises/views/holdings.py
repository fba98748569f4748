"""Add, change and take away products and certificates of an enterprise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.access import get_permitted
from common.errors import RuleBroken
from enterprises.actions.editing import STALE
from enterprises.actions.holdings import remove, save_certificate, save_product
from enterprises.forms.beside import show_stored
from enterprises.forms.holdings import CertificateForm, ProductForm, initial
from enterprises.models import Certificate, Enterprise, Product

EDIT = "enterprises.edit_enterprise"
FORMS: dict[type, Any] = {Product: ProductForm, Certificate: CertificateForm}


@require_http_methods(["GET", "HEAD", "POST"])
def product_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a product."""
    return _edit(request, _enterprise(request, pk), Product, None)


@require_http_methods(["GET", "HEAD", "POST"])
def product_change(request: HttpRequest, pk: int, product_pk: int) -> HttpResponse:
    """Change a product."""
    enterprise = _enterprise(request, pk)
    return _edit(request, enterprise, Product, get_object_or_404(enterprise.products, pk=product_pk))


@require_POST
def product_remove(request: HttpRequest, pk: int, product_pk: int) -> HttpResponse:
    """Take a product away."""
    enterprise = _enterprise(request, pk)
    return _remove(request, enterprise, get_object_or_404(enterprise.products, pk=product_pk))


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a certificate."""
    return _edit(request, _enterprise(request, pk), Certificate, None)


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_change(request: HttpRequest, pk: int, certificate_pk: int) -> HttpResponse:
    """Change a certificate."""
    enterprise = _enterprise(request, pk)
    found = get_object_or_404(enterprise.certificates, pk=certificate_pk)
    return _edit(request, enterprise, Certificate, found)


@require_POST
def certificate_remove(request: HttpRequest, pk: int, certificate_pk: int) -> HttpResponse:
    """Take a certificate away."""
    enterprise = _enterprise(request, pk)
    return _remove(request, enterprise, get_object_or_404(enterprise.certificates, pk=certificate_pk))


def _enterprise(request: HttpRequest, pk: int) -> Enterprise:
    return get_permitted(request.user, EDIT, Enterprise.objects.select_related("province"), pk=pk)


def _edit(request: HttpRequest, enterprise: Enterprise, model: type, holding: Any) -> HttpResponse:
    form = FORMS[model](
        request.POST if request.method == "POST" else None,
        enterprise=enterprise,
        initial=initial(holding) if holding else None,
    )
    status = 200
    if form.is_valid():
        try:
            _save(request, enterprise, form, model, holding)
        except RuleBroken as no:
            status = 409 if no.code == STALE else 422
            form.add_error(None, no)
            if no.code == STALE:
                holding.refresh_from_db()
                show_stored(form, initial(holding), "seen")
        else:
            messages.success(request, _("Saved."))
            return redirect(enterprise)
    context = {
        "enterprise": enterprise,
        "form": form,
        "holding": holding,
        "title": _title(model, holding),
        "remove_url": request.path + "xoa/" if holding else "",
    }
    return render(request, "enterprises/holding_form.html", context, status=status)


def _save(request: HttpRequest, enterprise: Enterprise, form: Any, model: type, holding: Any) -> None:
    facts, seen = form.facts, form.cleaned_data["seen"]
    by: Any = request.user  # signed in: every page but the public ones asks for it
    if model is Product:
        save_product(enterprise, facts=facts, by=by, product=holding, seen=seen)
    else:
        save_certificate(enterprise, facts=facts, by=by, certificate=holding, seen=seen)


def _remove(request: HttpRequest, enterprise: Enterprise, holding: Product | Certificate) -> HttpResponse:
    name = str(holding)
    try:
        remove(holding, by=request.user)  # type: ignore[arg-type] # signed in
        messages.success(request, _("“%(name)s” was taken away.") % {"name": name})
    except RuleBroken as no:
        messages.error(request, no.reason)
    return redirect(enterprise)


def _title(model: type, holding: Any) -> str:
    if model is Product:
        return _("Change the product") if holding else _("Add a product")
    return _("Change the certificate") if holding else _("Add a certificate")
