"""The outbox: every mail, what became of it, how it reads, and sending it again."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from common.vietnamese import clean
from outbox.actions import resend
from outbox.documents import as_file, message_of
from outbox.models import Mail
from outbox.queries import CHIPS, MailState, counts, mails_for, state_of

PAGE = 50
# A mail brings inline styles and nothing else: no script, no picture, no form, and only our own page shows it.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Mails about one's province and to oneself, by what became of them."""
    now = timezone.now()
    asked = {name: clean(request.GET.get(name, ""))[:100] for name in ("state", "q")}
    mails = mails_for(request.user, now, state=asked["state"], text=asked["q"])  # type: ignore[arg-type]
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    rows = [(mail, state_of(mail, now)) for mail in page]
    context = {
        "page": page,
        "rows": [(mail, state, CHIPS[state]) for mail, state in rows],
        "counts": counts(Mail.objects.visible_to(request.user), now),  # type: ignore[arg-type]
        "asked": asked,
        "is_filtered": any(asked.values()),
    }
    return render(request, "outbox/mail_list.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: what became of it, its text, and its HTML in a frame that can do nothing."""
    mail = _mail(request, pk, "outbox.view_mail")
    state = state_of(mail, timezone.now())
    context = {
        "mail": mail,
        "state": state,
        "chip": CHIPS[state],
        "notices": mail.notices.order_by("pk"),
        "may_resend": request.user.has_perm("outbox.resend_mail", mail)
        and state not in {MailState.WAITING, MailState.SENDING},
        "is_unclear": state == MailState.UNCLEAR,
    }
    return render(request, "outbox/mail_detail.html", context)


@require_safe
@xframe_options_sameorigin
@csp(MAIL_POLICY)  # type: ignore[arg-type]
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame on the mail's page."""
    return HttpResponse(_mail(request, pk, "outbox.view_mail").html)


@require_safe
def mail_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as a file (.eml) that mail programs open, made from its row."""
    mail = _mail(request, pk, "outbox.view_mail")
    answer = HttpResponse(as_file(message_of(mail)), content_type="message/rfc822")
    answer["Content-Disposition"] = f'attachment; filename="thu-{mail.pk}.eml"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def mail_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then let the mail leave again."""
    mail, now = _mail(request, pk, "outbox.resend_mail"), timezone.now()
    problems: list[str] = []
    if request.method == "POST":
        try:
            resend(mail, by=request.user, now=now)  # type: ignore[arg-type]
        except RuleBroken as no:
            problems = no.messages
        else:
            messages.success(request, _("The mail leaves again within a minute or two."))
            return redirect("outbox:mail_detail", pk=pk)
    state = state_of(mail, now)
    context = {"mail": mail, "state": state, "chip": CHIPS[state], "problems": problems}
    context["is_unclear"], context["is_sent"] = state == MailState.UNCLEAR, state == MailState.SENT
    return render(request, "outbox/mail_resend.html", context, status=409 if problems else 200)


def _mail(request: HttpRequest, pk: int, permission: str) -> Mail:
    """The mail, where the person may do that with it."""
    return get_permitted(request.user, permission, Mail.objects.select_related("user", "province"), pk=pk)
