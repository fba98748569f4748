"""The letterhead of the report, and on whose paper it is written."""

import datetime as dt

from consolidation.documents.compose.draft import Draft
from papers.model import IssueDate, Letterhead
from reporting.documents.outline import Outline, title_of
from reporting.models import ReportingPeriod, ReportSetting
from reporting.queries.letterhead import usual_setting

KIND = "Báo cáo"


def setting_of(period: ReportingPeriod, on: dt.date, outline: Outline) -> ReportSetting:
    """The period's letterhead and signature; what stands for them (signer left open) until DOST sets them."""
    found = ReportSetting.objects.filter(period=period).first()
    if found is not None:
        return found
    setting = usual_setting(period, on)
    setting.title = title_of(outline, period)
    return setting


def letterhead_of(draft: Draft) -> Letterhead:
    setting = draft.setting
    return Letterhead(
        issuer=draft.issuer if draft.issuer.upper() == setting.issuer.upper() else setting.issuer,
        symbol=setting.symbol,
        place=setting.place,
        kind=KIND,
        title=setting.title,
        superior=setting.superior,
        date=_issue_date(draft),
        addressees=tuple(setting.addressees),
    )


def _issue_date(draft: Draft) -> IssueDate:
    """Month and year as far as they are known; the registry gives number and day after the signature."""
    setting, due = draft.setting, draft.period.due_on
    if setting.issue_year is not None:
        return IssueDate(setting.issue_year, setting.issue_month)
    return IssueDate(due.year if draft.on.year == due.year else None)
