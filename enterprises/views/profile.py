"""The page of an enterprise, and changing what the register knows about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from enterprises.actions.editing import STALE
from enterprises.actions.profile import change_profile
from enterprises.forms.beside import show_stored
from enterprises.forms.profile import ProfileForm, initial
from enterprises.models import Enterprise, EnterpriseKind
from enterprises.queries.certificates import expiry_of
from enterprises.queries.history import history_of
from enterprises.queries.sectors import line_of
from enterprises.queries.size import size_of, sizes_by_year
from journal.actions import note_reading

RECORDS = Enterprise.objects.select_related("province")
EDIT_PAGE = "enterprises:enterprise_edit"
EDIT, DECLARE = "enterprises.edit_enterprise", "enterprises.declare_size"


@require_safe
def enterprise_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the register knows about an enterprise, what it declared, makes and holds certificates for."""
    enterprise = get_permitted(request.user, "enterprises.view_enterprise", RECORDS, pk=pk)
    note_reading(request, enterprise, is_own=request.user.has_perm(DECLARE, enterprise))
    today = timezone.localdate()
    may_edit = request.user.has_perm(EDIT, enterprise)
    certificates = enterprise.certificates.select_related("product")
    context = {
        "enterprise": enterprise,
        "line": line_of(enterprise.vsic_version, enterprise.vsic_code),
        "size": size_of(enterprise, today),
        "sizes": sizes_by_year(enterprise, today),
        "products": enterprise.products.all(),
        "certificates": [(each, expiry_of(each, today)) for each in certificates],
        "history": history_of(enterprise) if may_edit else [],
        "may_edit": may_edit,
        "may_reveal": request.user.has_perm("enterprises.see_tax_code", enterprise),
        "may_declare": request.user.has_perm(DECLARE, enterprise)
        and enterprise.kind == EnterpriseKind.COMPANY,
    }
    return render(request, "enterprises/enterprise_detail.html", context)


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the register knows; where somebody else did meanwhile, both versions are shown."""
    if not request.user.is_authenticated:
        return sign_in_first(request, EDIT_PAGE, pk)
    enterprise = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    typed = request.POST if request.method == "POST" else taken(request, EDIT_PAGE, pk)
    form = ProfileForm.of(enterprise, typed)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(enterprise, facts=form.facts, version=form.seen, by=request.user)
        except RuleBroken as no:
            status = 409 if no.code == STALE else 422
            form.add_error(None, no)
            if no.code == STALE:
                enterprise.refresh_from_db()
                show_stored(form, initial(enterprise), "version")
        else:
            messages.success(request, _("Saved. The register now says this about the enterprise."))
            return redirect(enterprise)
    context = {
        "enterprise": enterprise,
        "form": form,
        "token": token_for(request.user, EDIT_PAGE, pk),
        "restored": typed is not None and request.method != "POST",
    }
    return render(request, "enterprises/enterprise_edit.html", context, status=status)
