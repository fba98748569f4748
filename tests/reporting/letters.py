"""Letters for tests: a plan, units, tasks and days of which nothing is stored."""

import datetime as dt

from organisations.models import OrganisationKind, Province
from programmes.models import LegalDocument, Plan, Programme
from reporting.models import ReportingPeriod, ReportSetting
from reporting.queries.letter_facts import Asked, CallFacts, ChaseFacts, Clause, Owing, Paper

AT = dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
CITY = Province(name="Hà Nội", kind="thanh-pho")
TASKS = tuple(
    (f"{group}.{place}", f"Nhiệm vụ {group}.{place}") for group in (1, 2, 3) for place in (1, 2, 3, 4)
)


def a_plan():
    document = LegalDocument(
        kind="plan",
        number_and_symbol="149/KH-UBND",
        issued_on=dt.date(2021, 6, 16),
        issuer_text="Ủy ban nhân dân thành phố Hà Nội",
        abstract="Thực hiện Chương trình quốc gia trên địa bàn thành phố Hà Nội",
    )
    programme = Programme(key="P1322", decision="1322/QĐ-TTg", title="Chương trình quốc gia")
    return Plan(
        key="ha-noi-149-2021",
        province=CITY,
        programme=programme,
        document=document,
        year_from=2021,
        year_to=2030,
    )


def a_period(**facts):
    days = {
        "cutoff_on": dt.date(2026, 11, 15),
        "opens_on": dt.date(2026, 10, 1),
        "due_on": dt.date(2026, 11, 20),
        "locks_on": dt.date(2026, 11, 24),
    }
    return ReportingPeriod(plan=a_plan(), **({"year": 2026} | days | facts))


def a_paper(**facts):
    setting = ReportSetting(
        superior="UBND thành phố Hà Nội",
        issuer="Sở Khoa học và Công nghệ",
        symbol="BC-SKHCN",
        place="Hà Nội",
        addressees=["UBND thành phố Hà Nội", "Bộ Khoa học và Công nghệ"],
        recipients=["Như trên", "GĐ Sở, các Phó GĐ Sở", "Lưu: VT, TĐC"],
        signing_form="KT. GIÁM ĐỐC",
        position="PHÓ GIÁM ĐỐC",
    )
    return Paper(setting, None, CITY.full_name, "https://nscl.example", **facts)


def units(departments, communes=0):
    """So many departments and communes, the first department ours."""
    codes = tuple(code for code, _title in TASKS)
    for place in range(departments):
        name = "Sở Khoa học và Công nghệ" if place == 0 else f"Sở Thử nghiệm {place}"
        yield Asked(
            name,
            OrganisationKind.DEPARTMENT,
            codes[:5] if place == 0 else (),
            codes[4:6],
            codes[6:],
            place == 0,
        )
    for place in range(communes):
        kind = "Phường" if place % 2 else "Xã"
        yield Asked(f"{kind} Thử {place}", OrganisationKind.COMMUNE, shares=codes[:3])


def call_facts(departments=4, communes=0, **facts):
    return CallFacts(
        **{
            "period": a_period(),
            "paper": a_paper(),
            "units": tuple(units(departments, communes)),
            "tasks": TASKS,
            "decision": LegalDocument(
                kind="decision",
                number_and_symbol="1322/QĐ-TTg",
                issued_on=dt.date(2020, 8, 31),
                issuer_text="Thủ tướng Chính phủ",
                abstract="phê duyệt Chương trình quốc gia",
            ),
            "clauses": (
                Clause("Sở Khoa học và Công nghệ", "Định kỳ ngày 25 tháng 11 hằng năm gửi báo cáo."),
            ),
            **facts,
        }
    )


def chase_facts(owing=3, **facts):
    rows = tuple(
        Owing(f"Sở Thử nghiệm {n}", OrganisationKind.DEPARTMENT, "Chưa nhập", "Toàn bộ báo cáo")
        for n in range(owing)
    )
    days = {"on": dt.date(2026, 11, 21), "answer_by": dt.date(2026, 11, 23), "call": None}
    return ChaseFacts(**({"period": a_period(), "paper": a_paper(), "units": rows} | days | facts))
