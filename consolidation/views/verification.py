"""Anybody asks whether a paper is genuine."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from common.fingerprinted import FingerprintHandler
from common.rate_limit import asker, too_often
from common.uploads import Limited, is_too_large
from consolidation.documents import seal
from consolidation.forms.verification import VerifyForm
from consolidation.queries.verification import Answer, by_code, by_hash

MOST = 30 * 1024 * 1024  # bytes of a file
A_WHILE, MOST_TRIES = 600, 30  # seconds; questions of one network address in a while


@login_not_required
@csrf_exempt  # looking for the token reads the body; it is looked for once the reader knows that nothing is kept
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and by the square code's address (``?ma=``) or POST the answer."""
    request.upload_handlers = [Limited(request, most=MOST), FingerprintHandler(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = VerifyForm(request.POST, request.FILES)
    elif "ma" in request.GET:
        form = VerifyForm({"words": request.GET["ma"]})
    else:
        return _page(request, VerifyForm())
    if too_often("verify", asker(request), MOST_TRIES, A_WHILE):
        form.refuse(_("Too many tries. Wait ten minutes, then try again."))
        return _page(request, form, status=429)
    if is_too_large(request, MOST):
        form.refuse(_("The file is larger than %(most)d MB.") % {"most": MOST // 1024 // 1024})
        return _page(request, form, status=413)
    if not form.is_valid():
        return _page(request, form)
    code, sha256 = form.cleaned_data["code"], form.cleaned_data["sha256"]
    return _page(request, VerifyForm(), by_code(code) if code else by_hash(sha256), code, sha256)


def _page(  # noqa: PLR0917 - what the page shows
    request: HttpRequest,
    form: VerifyForm,
    answer: Answer | None = None,
    code: str = "",
    sha256: str = "",
    status: int = 200,
) -> HttpResponse:
    facts = {"form": form, "answer": answer, "code": code, "sha256": sha256, "most": MOST}
    facts |= {"key": seal.public_key(), "fingerprint": seal.fingerprint()}
    return render(request, "consolidation/verify.html", facts, status=status)
