"""The enterprises a person acts for, and those they asked to join."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.notices import ask_to_confirm
from enterprises.models import EnterpriseMembership, JoinRequest

MOST_SHOWN = 50


@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """Whom the person acts for today, what they asked for, and whether their address is confirmed."""
    own = {"user": request.user}
    held = EnterpriseMembership.objects.on(timezone.localdate()).filter(**own)
    asked = JoinRequest.objects.filter(**own).select_related("enterprise__province")
    context = {
        "memberships": held.select_related("enterprise__province").order_by("enterprise__order", "pk")[
            :MOST_SHOWN
        ],
        "requests": asked[:MOST_SHOWN],
    }
    return render(request, "enterprises/own_list.html", context)


@require_POST
def address_confirm(request: HttpRequest) -> HttpResponse:
    """Send the confirmation link once more."""
    user = request.user
    if user.has_confirmed_address:  # type: ignore[union-attr] # signed in
        messages.info(request, _("Your e-mail address is confirmed already."))
    elif ask_to_confirm(request, user):  # type: ignore[arg-type] # signed in
        messages.success(request, _("We sent the link to %(email)s.") % {"email": user.email})  # type: ignore[union-attr]
    else:
        messages.warning(
            request, _("A mail left a moment ago. Wait some minutes, and look among the unwanted mail, too.")
        )
    return redirect("enterprises:own_list")
