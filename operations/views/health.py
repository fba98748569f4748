"""Does the portal live, can it serve, is everything below it well. For machines; no page for people."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.access import require_machine
from operations.queries.checks import answering, ask, ask_all, migrations, shared_cache

OK, NOT_NOW = 200, 503


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """200 when the database and the cache answer, 503 otherwise; whoever asks learns nothing else."""
    return _answer(ask("database", answering).is_well and ask("cache", shared_cache).is_well)


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 as long as this process answers at all: who does not is started again."""
    return _answer(is_well=True)


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 when people can be sent here: the database answers and has the tables of this version.

    Without the cache, and with a database that can only be read, the portal still serves: it is ready.
    """
    return _answer(ask("database", answering).is_well and ask("migrations", migrations).is_well)


@require_safe
@never_cache
@login_not_required
def deep(request: HttpRequest) -> HttpResponse:
    """Every part with its answer and milliseconds, for machines of ours; 503 when one of them is not well."""
    require_machine(request)
    checks = ask_all()
    is_well = all(check.is_well for check in checks)
    parts = {
        check.name: {"ok": check.is_well, "words": check.words, "milliseconds": check.milliseconds}
        for check in checks
    }
    return JsonResponse({"ok": is_well, "parts": parts}, status=OK if is_well else NOT_NOW)


def _answer(is_well: bool) -> HttpResponse:  # noqa: FBT001 - the one thing that is said
    return JsonResponse({"ok": is_well}, status=OK if is_well else NOT_NOW)
