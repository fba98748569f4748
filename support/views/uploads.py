"""Pages that take files: too large, too many or broken sendings are known before anything is done with them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from common.received import MEGABYTE
from common.uploads import Limited, is_too_large
from support.forms.uploads import MOST_AT_ONCE

AT_ONCE = 3  # times the size of one file: so much is read of one sending

View = Callable[..., HttpResponse]


def takes_files(view: View) -> View:
    """Let ``view`` take files as `UploadField` describes them.

    A file that is too large is not stored and refused by its field, with everything else that was typed. A sending that
    is too large as a whole, has too many files or cannot be read comes in as GET with the reason in
    ``request.upload_problem`` (else ""), so that nothing is done; the answer is then 413.
    """
    protected = csrf_protect(view)

    @csrf_exempt  # looking for the token reads the body; it is looked for once the reader knows where to stop
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        each = settings.APPLICATION_MOST_MB * MEGABYTE
        request.upload_handlers.insert(0, Limited(request, most=AT_ONCE * each, each=each))
        problem = _problem(request, AT_ONCE * each)
        request.upload_problem = problem  # type: ignore[attr-defined] # for the page
        if not problem:
            return protected(request, *args, **kwargs)
        request.method = "GET"
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200:  # noqa: PLR2004 - a page, not a way elsewhere
            answer.status_code = 413
        answer["Connection"] = "close"
        return answer

    return wrapped


def _problem(request: HttpRequest, most: int) -> str:
    """Why this sending is not looked at; "" if it is."""
    if request.method != "POST":
        return ""
    if is_too_large(request, most):
        return _(
            "This is more than %(most)s MB at once. Nothing was received; send fewer files at a time."
        ) % {"most": most // MEGABYTE}
    try:
        request.POST  # noqa: B018 - reads the body
    except SuspiciousOperation:
        return _("These are far too many files. Nothing was received; send at most %(most)s at a time.") % {
            "most": MOST_AT_ONCE
        }
    except MultiPartParserError:
        return _("The sending broke off. Nothing was received; send it again.")
    return ""
