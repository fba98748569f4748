"""Open the yearly report of a plan."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from journal.actions import note_down
from programmes.models import Plan
from programmes.queries.roles import provinces_on
from reporting.models import (
    Campaign,
    Figure,
    ReportingPeriod,
    ReportSetting,
    Submission,
    SubmissionLine,
)
from reporting.models.campaign import CampaignStep
from reporting.queries.calendar import PeriodDays, render_at
from reporting.queries.counting import countings_of_line
from reporting.queries.obligations import Obligation, OwedFigure, obligations, standing_agency

SYMBOL = "BC-SKHCN"
MINISTRY = "Bộ Khoa học và Công nghệ"
RECIPIENTS = ["Như trên", "GĐ Sở, các Phó GĐ Sở", "Lưu: VT, TĐC"]
SIGNING_FORM, POSITION = "", "GIÁM ĐỐC"  # until somebody says who signs
# The title of the 2023 report of Hưng Yên; the decision itself is titled a little differently.
TITLE_1322 = (
    "Chương trình quốc gia hỗ trợ tổ chức, doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa "
    "giai đoạn 2021-2030"
)


@transaction.atomic
def open_period(
    *,
    plan: Plan,
    year: int,
    cutoff_on: dt.date,
    opens_on: dt.date,
    due_on: dt.date,
    locks_on: dt.date,
    by: User | None,
    on: dt.date | None = None,
) -> ReportingPeriod:
    """Open the yearly report of ``plan`` for ``year`` and give every unit that owes it a submission.

    Roles are read as they stand on ``on``, usually the day the units' forms are due. Also sets the letterhead as
    the last known report has it and the moment when the report is rendered by itself. Raises RuleBroken, keyed by
    field where one is to blame: year outside the plan, days out of order, already open (code ``already_open``),
    nobody to ask, not permitted. ``by`` is None when the portal itself loads a past period.
    """
    days = PeriodDays(cutoff_on, opens_on, due_on, locks_on)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # two clicks wait here for each other
    if by is not None and not by.has_perm("reporting.open_reportingperiod", ReportingPeriod(plan=plan)):
        raise RuleBroken(
            _("Only the DOST of the plan's province opens its yearly report."), code="not_permitted"
        )
    _check_year(plan, year)
    check_days(days)
    period = ReportingPeriod.objects.create(
        plan=plan, year=year, cutoff_on=cutoff_on, opens_on=opens_on, due_on=due_on, locks_on=locks_on
    )
    owed = obligations(plan, year, on or due_on)
    if not owed:
        raise RuleBroken(
            _("No unit would have to report: the plan names nobody who exists on %(day)s.")
            % {"day": vn_date(on or due_on)}
        )
    _generate(period, owed)
    _set_up_paper(period, on or due_on)
    Campaign.objects.create(
        period=period, step=CampaignStep.RENDER, runs_at=render_at(plan, year, opens_on, locks_on)
    )
    note_down(period, "open_period", by=by, units=len(owed), lines=sum(len(o.lines) for o in owed))
    return period


def check_days(days: PeriodDays) -> None:
    """RuleBroken, keyed by field, where the four days are out of order."""
    problems: dict[str, str] = {}
    if days.due_on < days.opens_on:
        problems["due_on"] = _("Units cannot owe the form before entry opens (%(day)s).") % {
            "day": vn_date(days.opens_on)
        }
    if days.locks_on < days.due_on:
        problems["locks_on"] = _("Entry cannot lock before the form is due (%(day)s).") % {
            "day": vn_date(days.due_on)
        }
    if days.cutoff_on > days.due_on:
        problems["cutoff_on"] = _(
            "Data cannot be counted until after the form is due (%(day)s); choose an earlier day."
        ) % {"day": vn_date(days.due_on)}
    if problems:
        raise RuleBroken(problems)


def _check_year(plan: Plan, year: int) -> None:
    if not plan.year_from <= year <= plan.year_to:
        raise RuleBroken(
            {
                "year": _("The plan runs from %(first)s to %(last)s; %(year)s lies outside it.")
                % {"first": plan.year_from, "last": plan.year_to, "year": year}
            }
        )
    already = ReportingPeriod.objects.filter(plan=plan, year=year).first()
    if already is not None:
        raise RuleBroken(
            _("The report of %(year)s is already open since %(day)s; nothing was opened twice.")
            % {"year": year, "day": vn_date(already.opened_at)},
            code="already_open",
        )


def _generate(period: ReportingPeriod, owed: Iterable[Obligation]) -> None:
    """Submissions, lines and figures, in three inserts however many units."""
    owed = list(owed)
    submissions = Submission.objects.bulk_create(
        Submission(period=period, organisation=unit.organisation) for unit in owed
    )
    pairs = [(s, o, at) for s, unit in zip(submissions, owed, strict=True) for at, o in enumerate(unit.lines)]
    lines = SubmissionLine.objects.bulk_create(
        SubmissionLine(
            submission=submission,
            task=line.task,
            national_group=line.national_group,
            role=line.role,
            heading=line.heading,
            position=at,
        )
        for submission, line, at in pairs
    )
    Figure.objects.bulk_create(
        figure
        for row, (_submission, line, _at) in zip(lines, pairs, strict=True)
        for figure in owed_figures(row, line.figures)
    )


def owed_figures(line: SubmissionLine, owed: Iterable[OwedFigure]) -> Iterator[Figure]:
    """The figures asked for on ``line``, unsaved; their units decide which named records they count."""
    asked = list(owed)
    for at, (figure, counting) in enumerate(
        zip(asked, countings_of_line(f.unit for f in asked), strict=True)
    ):
        yield Figure(
            line=line,
            target=figure.target,
            indicator=figure.indicator,
            unit=figure.unit,
            counted_as=counting.counted_as,
            activity_kind=counting.activity_kind,
            position=at,
        )


def _set_up_paper(period: ReportingPeriod, on: dt.date) -> None:
    """The letterhead, addressees and signature of the report, to be corrected by DOST; the signer stays empty."""
    place = provinces_on(period.plan.province, on)[0]
    agency = standing_agency(period.plan, on)
    programme = period.plan.programme
    title = TITLE_1322 if programme.decision == "1322/QĐ-TTg" else programme.title
    ReportSetting.objects.create(
        period=period,
        superior=f"UBND {place.full_name}".upper(),
        issuer=(agency.name if agency else "Sở Khoa học và Công nghệ").upper(),
        symbol=SYMBOL,
        place=place.name,
        title=f"Kết quả thực hiện nhiệm vụ năm {period.year} của {title}",
        addressees=[f"UBND {place.full_name}", MINISTRY],
        recipients=RECIPIENTS,
        signing_form=SIGNING_FORM,
        position=POSITION,
    )
