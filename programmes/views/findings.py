"""Findings: DOST accepts one with a remark."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from programmes.actions import accept_finding
from programmes.forms import AcceptFindingForm
from programmes.models import Finding
from programmes.queries.reading import finding_line


@require_http_methods(["GET", "HEAD", "POST"])
def finding_accept(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Ask for the remark and accept; whatever goes wrong, what was typed stays in the form."""
    records = Finding.objects.select_related("plan__document", "plan__province", "accepted_by")
    records = records.prefetch_related("tasks", "targets")
    finding = get_permitted(request.user, "programmes.accept_finding", records, pk=pk, plan__key=key)
    form = AcceptFindingForm(request.POST or None, prefix=f"finding-{finding.pk}")
    if request.method == "POST" and form.is_valid():
        try:
            finding = accept_finding(finding, remark=form.cleaned_data["remark"], by=request.user)  # type: ignore[arg-type] # signed in, or the right would be missing
        except RuleBroken as no:
            form.add_error(None, no)
        else:
            return _accepted(request, records.get(pk=finding.pk))
    context = {"plan": finding.plan, "line": finding_line(finding), "form": form}
    part = "programmes/_finding_form.html" if request.htmx else "programmes/finding_accept.html"  # type: ignore[attr-defined]
    return render(request, part, context)


def _accepted(request: HttpRequest, finding: Finding) -> HttpResponse:
    """The finding as it now stands: in its place on the page, or the page itself with a message."""
    said = _("Finding %(code)s was accepted. The remark now stands beside it.") % {"code": finding.code}
    if request.htmx:  # type: ignore[attr-defined]
        context = {"plan": finding.plan, "line": finding_line(finding), "may_accept": True, "said": said}
        return render(request, "programmes/_finding.html", context)
    messages.success(request, said)
    return redirect(f"{finding.plan.get_absolute_url()}#finding-{finding.code}")
