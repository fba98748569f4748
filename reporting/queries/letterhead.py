"""On whose paper a period's report and letters are written, until DOST corrects it."""

import datetime as dt

from papers.letter import usual_stationery
from programmes.queries.roles import provinces_on
from reporting.models import PeriodKind, ReportingPeriod, ReportSetting
from reporting.queries.obligations import standing_agency
from reporting.queries.wording import period_words, plain_facts

SYMBOL = "BC-SKHCN"
MINISTRY = "Bộ Khoa học và Công nghệ"
# The title of the 2023 report of Hưng Yên; the decision itself is titled a little differently.
TITLE_1322 = (
    "Chương trình quốc gia hỗ trợ tổ chức, doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa "
    "giai đoạn 2021-2030"
)


def usual_setting(period: ReportingPeriod, on: dt.date) -> ReportSetting:
    """Letterhead, addressees and signature for ``period``, not stored; the signer stays empty.

    Those of the plan's last report, unless another province answers for it by ``on``; else as such papers usually are.
    """
    plan = period.plan
    place, agency = provinces_on(plan.province, on)[0], standing_agency(plan, on)
    title = TITLE_1322 if plan.programme.decision == "1322/QĐ-TTg" else plan.programme.title
    usual = usual_stationery(place.full_name, place.name, agency.name if agency else "")
    facts = {
        "superior": usual.superior,
        "issuer": usual.issuer,
        "symbol": SYMBOL,
        "addressees": [f"UBND {place.full_name}", MINISTRY],
        "recipients": list(usual.recipients),
    }
    last = last_setting(period, place.name)
    if last is not None:
        facts = {name: getattr(last, name) for name in facts}
    return ReportSetting(
        **facts,
        period=period if period.pk else None,
        place=place.name,
        title=_title(period, title),
        signing_form=usual.signing_form,
        position=usual.position,
    )


def last_setting(period: ReportingPeriod, place: str) -> ReportSetting | None:
    """What the newest report of the plan written in ``place`` was set with, whatever its kind of period; None for none."""
    known = ReportSetting.objects.filter(period__plan=period.plan_id, place=place).exclude(period=period.pk)
    return known.select_related("period__plan").order_by("-period__year", "-pk").first()


def _title(period: ReportingPeriod, programme: str) -> str:
    """What such a report is called where no outline says it."""
    if period.kind == PeriodKind.AD_HOC:
        return plain_facts(period)["subject"]
    task = " nhiệm vụ" if period.is_yearly else ""
    return f"Kết quả thực hiện{task} {period_words(period)} của {programme}"
