"""The checks on the real report of Hưng Yên for 2023 and on the demo of Hà Giang: true alarms only; the seed's slip is found."""

import pytest
from django.utils import timezone, translation

from consolidation.actions.checking import check
from consolidation.models import Passage, Report
from reporting.models import ReportingPeriod
from tests.factories.consolidation import a_report

pytestmark = pytest.mark.django_db
# Line 103 of the scanned report; line 105 below it says 2023.
SLIP = "Đánh giá kết quả, hiệu quả đã đạt được trong năm 2023 và lũy kế kết quả, hiệu quả đạt được từ đầu Chương trình đến hết năm 2024"


@pytest.fixture
def of_2023(trial):
    def report(key):
        report = a_report(ReportingPeriod.objects.get(plan__key=key, kind="year", year=2023))
        return Report.objects.with_place().get(pk=report.pk)

    return report


def found(report):
    with translation.override("en"):
        checked = check(report, on=timezone.localdate())
    return {(f.check, str(f.severity)): f for f in checked.findings if f.severity != "note"}


def test_real_reports_raise_true_alarms_only_and_the_slip_of_the_paper_is_an_error(of_2023):
    # 955/SKHCN-TĐC and 164/SKH-CN-TĐC of one issuer; SLĐT BXH broken by a blank: both stand so in the papers
    hung_yen = of_2023("hung-yen-101-2021")
    assert set(found(hung_yen)) == {("symbols", "warning")}
    # made up with one silent unit, and nobody has said who signs
    ha_giang = of_2023("ha-giang-125-2021")
    assert set(found(ha_giang)) == {("groups", "warning"), ("signature", "warning"), ("silent", "warning")}

    Passage.objects.create(report=hung_yen, section="II.1", position=0, text=f"## {SLIP}")
    slip = found(hung_yen)["years", "error"]
    assert ("2024" in slip.message, slip.where.startswith("II.1. Đánh giá kết quả"), "/soan/II.1/#p" in slip.address) == (
        True, True, True,
    )  # fmt: skip
