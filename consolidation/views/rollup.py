"""Several plans at once: the country by family of indicators, a province with what it took over, and both to take away."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.downloads import download, kept_file
from common.fields import digits
from consolidation.actions.rolling_up import request_rollup
from consolidation.documents.rollup.charts import bars_of
from consolidation.exports.rollup import XLSX, country_workbook, province_workbook
from consolidation.queries.rollup.country import (
    ORDERS,
    FamilyTold,
    country,
    lines_of,
    overview,
    province_told,
    reads_rollups,
    years_with_periods,
)
from consolidation.queries.rollup.paper_jobs import finished
from consolidation.views.opening import person
from organisations.models import Province
from organisations.queries import former_province_ids, province_ids_of
from papers.charts import bar_chart
from reporting.queries.measures import Reported

LAST_YEAR = 2200
PDF = "application/pdf"
WIDTHS = (("wide", 620), ("narrow", 340))
WORDS = {
    Reported.NIL: _lazy("nothing happened"),
    Reported.MISSING: _lazy("not reported"),
    Reported.APART: _lazy("not added up"),
    Reported.UNASKED: _lazy("not estimated"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; whatever it does not know falls back to what is usual."""

    year: int
    years: list[int]
    family: str
    order: str
    down: bool

    @property
    def query(self) -> str:
        """The part of the address that keeps year and family."""
        return f"nam={self.year}" + (f"&nhom={self.family}" if self.family else "")


@require_safe
def rollup_country(request: HttpRequest) -> HttpResponse:
    """Every province the person reads by family of indicators; ``?nhom=`` opens one family, ``?xep=`` sorts it."""
    asked, today = _asked_of_country(request), timezone.localdate()
    provinces = country(person(request), asked.year, on=today)
    families = overview(provinces)
    chosen = next((each for each in families if each.family.code == asked.family), None)
    context = {
        "asked": asked,
        "provinces": provinces,
        "families": families,
        "chosen": chosen,
        "is_demo": any(told.is_demo for told in provinces),
    }
    if chosen is not None:
        lines = lines_of(provinces, chosen.family, order=asked.order, down=asked.down)
        heads = [(key, words, *_head(asked, key)) for key, words in ORDERS.items()]
        context |= {
            "lines": lines,
            "charts": _charts(chosen, asked.year),
            "chart_title": _finding(chosen, asked.year),
            "heads": heads,
        }
        return render(request, "consolidation/rollup_family.html", context | {"orders": ORDERS.items()})
    return render(request, "consolidation/rollup_country.html", context)


@require_safe
def rollup_province(request: HttpRequest, slug: str) -> HttpResponse:
    """A province with the plans it enacted or inherited: as one by family, or (``?xem=dia-ban``) by former area."""
    province = _province(request, slug)
    asked = _asked(request, former_province_ids(province, timezone.localdate()))
    told = province_told(province, asked.year, on=timezone.localdate())
    by_area = request.GET.get("xem") == "dia-ban"
    here = request.path
    tabs = [
        {"label": _("As one, by indicator"), "url": f"{here}?{asked.query}", "active": not by_area},
        {"label": _("By former area"), "url": f"{here}?{asked.query}&xem=dia-ban", "active": by_area},
    ]
    context = {"province": province, "told": told, "asked": asked, "by_area": by_area, "tabs": tabs}
    return render(request, "consolidation/rollup_province.html", context)


@require_safe
def rollup_country_file(request: HttpRequest) -> HttpResponseBase:
    """The country's figures of the year as a workbook."""
    asked, today = _asked_of_country(request), timezone.localdate()
    content = country_workbook(country(person(request), asked.year, on=today), asked.year, today)
    return download(content, name=f"tong-hop-cac-tinh-{asked.year}.xlsx", kind=XLSX)


@require_safe
def rollup_province_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A province's figures of the year as a workbook."""
    province, today = _province(request, slug), timezone.localdate()
    asked = _asked(request, former_province_ids(province, today))
    content = province_workbook(province_told(province, asked.year, on=today), asked.year, today)
    return download(content, name=f"tong-hop-{slug}-{asked.year}.xlsx", kind=XLSX)


@require_POST
def rollup_country_paper(request: HttpRequest) -> HttpResponse:
    """Print the country's figures of the year; a job, for it may take longer than a page."""
    return _printed(request, _asked_of_country(request).year, "")


@require_POST
def rollup_province_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Print a province's figures of the year; a job."""
    province = _province(request, slug)
    return _printed(request, _asked(request, former_province_ids(province, timezone.localdate())).year, slug)


@require_safe
def rollup_paper_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper a job printed, for whoever asked for it; after a week it is gone."""
    job = get_permitted(request.user, "jobs.view_job", finished(), pk=pk)
    return kept_file(job.result["file"], name=job.result["name"], kind=PDF)


def _printed(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    job = request_rollup(province=slug, year=year, by=person(request))
    return redirect("jobs:job_detail", pk=job.pk)


def _province(request: HttpRequest, slug: str) -> Province:
    """The province whose figures the person reads; Http404 for anybody else."""
    province, user = get_object_or_404(Province, slug=slug), person(request)
    if not (user.is_superuser or province.pk in province_ids_of(user)):
        raise Http404
    return province


def _asked_of_country(request: HttpRequest) -> Asked:
    """What is asked of all the provinces the person reads; Http404 for whoever reads none."""
    user = person(request)
    if not reads_rollups(user):
        raise Http404
    return _asked(request, None if user.is_superuser else province_ids_of(user))


def _asked(request: HttpRequest, provinces: frozenset[int] | None) -> Asked:
    sent = request.GET if request.method in {"GET", "HEAD"} else request.POST
    years = years_with_periods(provinces) or [timezone.localdate().year]
    year = digits(sent.get("nam", ""), LAST_YEAR)
    order = sent.get("xep", "")
    return Asked(
        year=year if year in years else years[0],
        years=years,
        family=sent.get("nhom", "")[:20],
        order=order.removeprefix("-") if order.removeprefix("-") in ORDERS else "tinh",
        down=order.startswith("-"),
    )


def _finding(family: FamilyTold, year: int) -> str:
    """What the chart of a family says."""
    facts = {
        "family": family.family.name,
        "year": year,
        "told": family.with_figure,
        "asked": len(family.lines),
    }
    return _("%(family)s up to %(year)s: %(told)s of %(asked)s provinces have reported") % facts


def _charts(family: FamilyTold, year: int) -> list[tuple[str, SafeString]]:
    """The family's provinces as bars, for a wide and for a narrow screen; nothing while nobody told anything."""
    if not family.with_figure:
        return []
    words = {state: str(said) for state, said in WORDS.items()}
    title, bars, target = _finding(family, year), bars_of(family.lines, words), _("target")
    return [(kind, bar_chart(title, bars, width=width, target_word=target)) for kind, width in WIDTHS]


def _head(asked: Asked, key: str) -> tuple[str, str]:
    """Where a head leads that sorts by ``key``, and how its column is sorted now."""
    is_here = asked.order == key
    turned = key if is_here and asked.down else f"-{key}" if is_here or key != "tinh" else key
    direction = ("descending" if asked.down else "ascending") if is_here else ""
    return f"?{asked.query}&xep={turned}", direction
