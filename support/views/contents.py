"""What the plans offer to enterprises: the public catalogue, a content, and the check one does oneself."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.vietnamese import clean
from programmes.queries.plans import provinces_with_plans
from support.forms.self_check import SelfCheckForm
from support.models import SupportContent
from support.queries.catalogue import (
    contents_found,
    contents_to_read,
    offers_by_plan,
    plans_with_contents,
    tasks_with_contents,
)
from support.queries.eligibility import Finding, Verdict, assess, closed_because
from support.queries.levels import level_in_words, levels_of
from support.queries.papers import papers_for
from support.queries.procedures import procedure_of

PAGE = 60
FILTERS = {"q": "q", "province": "tinh", "plan": "ke-hoach", "task": "nhiem-vu"}  # name: in the address


@require_safe
@login_not_required
def content_list(request: HttpRequest) -> HttpResponse:
    """Every content of every plan, those one can apply for first; filters stay in the address."""
    asked = {name: clean(request.GET.get(word, "")) for name, word in FILTERS.items()}
    today = timezone.localdate()
    found = contents_found(
        text=asked["q"], province=asked["province"], plan=asked["plan"], task=asked["task"], day=today
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": offers_by_plan(page.object_list, today),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "provinces": provinces_with_plans(),
        "plans": plans_with_contents(),
        "tasks": tasks_with_contents(asked["plan"]) if asked["plan"] else [],
    }
    return render(request, "support/content_list.html", context)


@require_safe
@login_not_required
def content_detail(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """One content: its words, who may get it, how much, what to hand in and how long it takes."""
    content, today = _content(plan, code), timezone.localdate()
    context = {
        **_head(content, today),
        "levels": [(level, level_in_words(level)) for level in levels_of([content], today)[content.pk]],
        "papers": papers_for(content.plan, [content.pk], today),
        "procedure": procedure_of(content.plan, today),
        "has_ended": content.plan.has_ended(today),
    }
    return render(request, "support/content_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def content_check(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Ask what the clauses of a content need and tell what each of them means. Stores nothing.

    Answers are posted, so that turnover and capital stand in no address, history or log of the server.
    """
    content, today = _content(plan, code), timezone.localdate()
    form = SelfCheckForm(content, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {**_head(content, today), "form": form}
    if form.is_bound and form.is_valid():
        findings = assess(content, form.applicant(today))
        context |= {"findings": sorted(findings, key=_weight), "size": form.size, **_sum(findings)}
    return render(request, "support/content_check.html", context)


def _content(plan: str, code: str) -> SupportContent:
    return get_object_or_404(contents_to_read(), plan__key=plan, code=code)


def _head(content: SupportContent, today: dt.date) -> dict[str, Any]:
    return {"content": content, "plan": content.plan, "closed": closed_because(content, today)}


def _weight(finding: Finding) -> int:
    """What speaks against comes first, then what is open."""
    return [Verdict.BLOCKS, Verdict.ASK, Verdict.WARNS, Verdict.PRIORITY, Verdict.MET].index(finding.verdict)


def _sum(findings: tuple[Finding, ...]) -> dict[str, int]:
    """How many clauses speak against, and how many could not be judged."""
    verdicts = [finding.verdict for finding in findings]
    return {"against": verdicts.count(Verdict.BLOCKS), "open_questions": verdicts.count(Verdict.ASK)}
