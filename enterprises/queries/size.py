"""How large an enterprise is by Decree 80/2021/NĐ-CP, and every step of how that was found, with its article.

Articles: 5 the classes and their bounds ("not more than": a figure that equals the bound is within), 6 the line of
business, 7 people with social insurance, 8 capital, 9 revenue (none yet, or younger than a year: capital alone),
10 the enterprise declares and answers for it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.templatetags.formats import vn_money, vn_number
from enterprises.models import Enterprise, EnterpriseKind, SizeClass, SizeDeclaration, SizeThreshold
from enterprises.queries.sectors import Line, line_of

ARTICLE = "Nghị định 80/2021/NĐ-CP, Điều {}"
ORDER = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM)  # tried in this order; the first that fits


@dataclass(frozen=True)
class Step:
    """One step of the computation: a sentence, the article it follows, and whether a test in it was met."""

    text: str
    article: str
    is_met: bool | None = None


@dataclass(frozen=True)
class Size:
    """What an enterprise is: a class; or larger than all of them; or not known, and ``why_not`` says what is lacking.

    ``is_small_or_medium`` is None while not known. ``is_outdated``: the figures were declared for an earlier year.
    """

    size_class: SizeClass | None = None
    is_small_or_medium: bool | None = None
    article: str = ""
    steps: tuple[Step, ...] = ()
    declaration: SizeDeclaration | None = None
    why_not: str = ""
    is_outdated: bool = False

    @property
    def words(self) -> str:
        """The class in words; empty while it is not known."""
        if self.is_small_or_medium is None:
            return ""
        if self.size_class is None:
            return pgettext("size of an enterprise", "not a small or medium-sized enterprise")
        return str(self.size_class.label)


def size_of(enterprise: Enterprise, on: dt.date) -> Size:
    """The size of ``enterprise`` on ``on`` by its newest declaration for a year up to then. Two queries at most."""
    return sizes_of([enterprise], on)[enterprise.pk]


def sizes_of(enterprises: Iterable[Enterprise], on: dt.date) -> dict[int, Size]:
    """The size of each, by its id, in two queries however many."""
    asked = list(enterprises)
    scaled = [each.pk for each in asked if each.kind == EnterpriseKind.COMPANY]
    declared = _newest(scaled, on)
    thresholds = list(SizeThreshold.objects.on(on)) if declared else []
    return {each.pk: _size(each, declared.get(each.pk), thresholds, on) for each in asked}


def sizes_by_year(enterprise: Enterprise, on: dt.date) -> list[Size]:
    """What each declaration amounted to by the thresholds at the end of its year, or by ``on``; newest year first."""
    declared = list(enterprise.size_declarations.select_related("declared_by").order_by("-year"))
    thresholds = list(SizeThreshold.objects.all()) if declared else []
    found = []
    for declaration in declared:
        day = min(dt.date(declaration.year, 12, 31), max(on, dt.date(declaration.year, 1, 1)))
        found.append(judge(declaration, [row for row in thresholds if row.holds_on(day)], day))
    return found


def judge(declaration: SizeDeclaration, thresholds: Sequence[SizeThreshold], on: dt.date) -> Size:
    """The size a declaration amounts to by ``thresholds`` in force; pure. ``declaration`` may be unsaved."""
    is_outdated = declaration.year < on.year
    line = line_of(declaration.vsic_version, declaration.vsic_code)
    steps = [_declared(declaration)]
    if line is None:
        why = _(
            "The edition of VSIC has no line of business “%(code)s”: correct the code, and the class is computed."
        ) % {"code": declaration.vsic_code}
        return Size(steps=tuple(steps), declaration=declaration, why_not=why, is_outdated=is_outdated)
    steps += [_line_step(declaration, line), *_capital_alone(declaration)]
    bounds = _bounds(thresholds, line)
    if not bounds:
        why = _("No thresholds are in force on this day; the administrator enters them.")
        return Size(steps=tuple(steps), declaration=declaration, why_not=why, is_outdated=is_outdated)
    found = None
    for size_class in ORDER:
        if size_class in bounds and found is None:
            tried, fits = _try(declaration, bounds[size_class])
            steps += tried
            found = size_class if fits else None
    article = bounds[found].legal_basis if found else next(iter(bounds.values())).legal_basis
    return Size(found, found is not None, article, tuple(steps), declaration, is_outdated=is_outdated)


def _size(
    enterprise: Enterprise,
    declaration: SizeDeclaration | None,
    thresholds: Sequence[SizeThreshold],
    on: dt.date,
) -> Size:
    if enterprise.kind != EnterpriseKind.COMPANY:
        return Size(why_not=not_scaled(enterprise.kind))
    if declaration is None:
        why = _("The enterprise has not declared its people, revenue and capital yet.")
        return Size(why_not=why, article=ARTICLE.format(10))
    return judge(declaration, thresholds, on)


def not_scaled(kind: str) -> str:
    """Why the classes of article 5 say nothing about this kind; empty for an enterprise."""
    return {
        EnterpriseKind.COOPERATIVE: _(
            "Cooperatives have a scale of their own (Law 17/2023/QH15, article 16: members, and revenue or capital). Its "
            "thresholds are not among the documents the portal carries, so no class is computed; the classes of Decree "
            "80/2021/NĐ-CP are for enterprises."
        ),
        EnterpriseKind.HOUSEHOLD: _(
            "The classes of Decree 80/2021/NĐ-CP are for enterprises; a household business is none, so no class is "
            "computed."
        ),
        EnterpriseKind.ST_ORGANISATION: _(
            "The classes of Decree 80/2021/NĐ-CP are for enterprises; an S&T organisation is none, so no class is "
            "computed."
        ),
    }.get(EnterpriseKind(kind), "")


def _newest(enterprise_ids: Sequence[int], on: dt.date) -> Mapping[int, SizeDeclaration]:
    if not enterprise_ids:
        return {}
    held = SizeDeclaration.objects.filter(enterprise_id__in=enterprise_ids, year__lte=on.year)
    newest = held.order_by("enterprise_id", "-year").distinct("enterprise_id").select_related("declared_by")
    return {each.enterprise_id: each for each in newest}


def _bounds(thresholds: Iterable[SizeThreshold], line: Line) -> dict[SizeClass, SizeThreshold]:
    """The row of each class for the sector; of several in force the one that began last."""
    ours = [row for row in thresholds if row.sector == line.sector]
    ours.sort(key=lambda row: (row.valid_from or dt.date.min, row.pk or 0))
    return {SizeClass(row.size_class): row for row in ours}


def _declared(declaration: SizeDeclaration) -> Step:
    text = _("The enterprise declares these figures for %(year)s and answers for them.")
    return Step(text % {"year": declaration.year}, ARTICLE.format(10))


def _line_step(declaration: SizeDeclaration, line: Line) -> Step:
    facts = {
        "edition": declaration.get_vsic_version_display(),
        "code": declaration.vsic_code,
        "section": line.section,
        "sector": line.sector.label,
    }
    text = _(
        "Main line of business %(code)s, %(edition)s: section %(section)s, counted to the sector “%(sector)s”. DOST still "
        "confirms which sections belong to which sector."
    )
    return Step(text % facts, line.legal_basis)


def _capital_alone(declaration: SizeDeclaration) -> list[Step]:
    if declaration.months is not None:
        text = _("Active for less than a year (%(months)s months): revenue is left aside, capital counts.")
        return [Step(text % {"months": declaration.months}, ARTICLE.format(9))]
    if not declaration.revenue:  # nought is no revenue either: it would make everybody micro
        return [Step(_("There is no revenue yet: capital counts instead."), ARTICLE.format(9))]
    return []


def _try(declaration: SizeDeclaration, bound: SizeThreshold) -> tuple[list[Step], bool]:
    """The tests of one class: people, and (revenue or capital)."""
    people = _test(
        (
            _("“%(name)s”: %(figure)s people with social insurance are not more than %(most)s."),
            _("“%(name)s”: %(figure)s people with social insurance are more than %(most)s."),
        ),
        bound,
        (vn_number(declaration.labour), vn_number(bound.labour)),
        is_met=declaration.labour <= bound.labour,
    )
    if not people.is_met:
        return [people], False
    capital = _test(
        (
            _("“%(name)s”: a capital of %(figure)s is not more than %(most)s."),
            _("“%(name)s”: a capital of %(figure)s is more than %(most)s."),
        ),
        bound,
        (vn_money(declaration.capital), vn_money(bound.capital)),
        is_met=declaration.capital <= bound.capital,
    )
    if not declaration.revenue or declaration.months is not None:
        return [people, capital], bool(capital.is_met)
    revenue = _test(
        (
            _("“%(name)s”: a revenue of %(figure)s is not more than %(most)s."),
            _("“%(name)s”: a revenue of %(figure)s is more than %(most)s."),
        ),
        bound,
        (vn_money(declaration.revenue), vn_money(bound.revenue)),
        is_met=declaration.revenue <= bound.revenue,
    )
    return [people, revenue, capital], bool(revenue.is_met or capital.is_met)


def _test(
    sentences: tuple[str, str], bound: SizeThreshold, figures: tuple[str, str], *, is_met: bool
) -> Step:
    """One comparison in words: the first of ``sentences`` where it is met, else the second."""
    facts = {"name": bound.get_size_class_display(), "figure": figures[0], "most": figures[1]}
    return Step(sentences[0 if is_met else 1] % facts, bound.legal_basis, is_met)
