"""On whose paper a period's report and letters are written, until DOST corrects it."""

import datetime as dt

from programmes.queries.roles import provinces_on
from reporting.models import ReportingPeriod, ReportSetting
from reporting.queries.obligations import standing_agency

SYMBOL = "BC-SKHCN"
AGENCY, MINISTRY = "Sở Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ"
RECIPIENTS = ["Như trên", "GĐ Sở, các Phó GĐ Sở", "Lưu: VT, TĐC"]
SIGNING_FORM, POSITION = "", "GIÁM ĐỐC"  # until somebody says who signs
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
    facts = {
        "superior": f"UBND {place.full_name}".upper(),
        "issuer": (agency.name if agency else AGENCY).upper(),
        "symbol": SYMBOL,
        "addressees": [f"UBND {place.full_name}", MINISTRY],
        "recipients": RECIPIENTS,
    }
    known = ReportSetting.objects.filter(period__plan=plan, place=place.name)
    last = known.order_by("-period__year", "-pk").first()
    if last is not None:
        facts = {name: getattr(last, name) for name in facts}
    return ReportSetting(
        **facts,
        period=period if period.pk else None,
        place=place.name,
        title=f"Kết quả thực hiện nhiệm vụ năm {period.year} của {title}",
        signing_form=SIGNING_FORM,
        position=POSITION,
    )
