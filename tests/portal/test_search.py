"""The search of the portal finds everything a person may see, by words, numbers and codes, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common.search import Words
from consolidation.models import Report
from enterprises.models import Enterprise
from portal.search import KINDS, search, suggested
from programmes.models import DocumentKind
from support.models import Application
from tests.enterprises.world import browser
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.consolidation import ReportFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import (
    AliasFactory,
    MembershipFactory,
    OrganisationFactory,
    ProvinceFactory,
    SpecialistFactory,
)
from tests.factories.programmes import (
    DocumentFactory,
    PlanBasisFactory,
    PlanFactory,
    TargetFactory,
    TaskFactory,
)
from tests.factories.reporting import PeriodFactory, SubmissionFactory
from tests.factories.support import ApplicationFactory, SubmittedFactory, SupportContentFactory

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


class World:
    """A province with one row of each kind, all of them called "Kim Ngân" somewhere."""

    def __init__(self, name: str):
        self.province = ProvinceFactory(name=name)
        self.clerk = SpecialistFactory(organisation__province=self.province).user
        self.plan = PlanFactory(province=self.province, title=f"Kế hoạch Kim Ngân tỉnh {name}", year_to=2030)
        self.task = TaskFactory(plan=self.plan, title="Đào tạo Kim Ngân", lead_raw="Sở Công Thương")
        self.target = TargetFactory(plan=self.plan, indicator="Doanh nghiệp Kim Ngân")
        self.content = SupportContentFactory(plan=self.plan, short="Áp dụng Kim Ngân")
        self.basis = PlanBasisFactory(plan=self.plan, document__abstract="về Kim Ngân").document
        self.unit = OrganisationFactory(province=self.province, name=f"Chi cục Kim Ngân {name}")
        self.enterprise = EnterpriseFactory(province=self.province, name=f"Công ty Kim Ngân {name}")
        self.application = SubmittedFactory(enterprise=self.enterprise, plan=self.plan)
        self.period = PeriodFactory(plan=self.plan)
        self.report = ReportFactory(period=self.period)
        form = SubmissionFactory(period=self.period, organisation=self.unit)
        self.letter = DocumentFactory(
            kind=DocumentKind.LETTER, abstract="về Kim Ngân", province=self.province
        )
        form.issued_documents.create(document=self.letter, section="plans")


@pytest.fixture
def here():
    return World("An Bình")


@pytest.fixture
def there():
    return World("Yên Viên")


def found(user, typed, **more) -> dict[str, list[str]]:
    """By kind, what the records found are called."""
    answer = search(user, Words.of(typed), **more)
    return {group.kind.key: [hit.title for hit in group.hits] for group in answer.groups}


def keys(user, typed, **more) -> set:
    return {hit.key for group in search(user, Words.of(typed), **more).groups for hit in group.hits}


def all_keys(world) -> set:
    rows = {
        "plan": world.plan, "task": world.task, "target": world.target, "content": world.content,
        "organisation": world.unit, "enterprise": world.enterprise, "application": world.application,
        "report": world.report,
    }  # fmt: skip
    return {(name, row.pk) for name, row in rows.items()} | {
        ("document", world.basis.pk), ("document", world.letter.pk),
    }  # fmt: skip


PRIVATE = {"enterprise", "application", "report"}


def test_everything_one_may_see_is_found(here):
    assert keys(here.clerk, "kim ngan") == all_keys(here)
    assert {group.kind.key for group in search(here.clerk, Words.of("Kim Ngân")).groups} == {
        k.key for k in KINDS
    }


def test_nothing_of_another_province_is_found_but_public_law(here, there):
    other = {key for key in keys(here.clerk, "kim ngân") if key in all_keys(there)}
    assert {name for name, _pk in other} == {"plan", "task", "target", "content", "document", "organisation"}
    assert ("document", there.letter.pk) not in other  # what its units report is its own
    page = browser(here.clerk).get(reverse("portal:search"), {"q": "Công ty Kim Ngân Yên Viên"})
    assert there.enterprise.get_absolute_url() not in page.content.decode()


def test_a_visitor_finds_what_is_public_and_is_told_so(here):
    assert {name for name, _pk in keys(NOBODY, "kim ngân")} == {
        "plan",
        "task",
        "target",
        "content",
        "document",
    }
    assert ("document", here.letter.pk) not in keys(NOBODY, "kim ngân")
    page = Client().get(reverse("portal:search"), {"q": "kim ngân"})
    assert page.status_code == 200
    assert here.enterprise.name not in page.content.decode()
    assert search(NOBODY, Words.of(here.application.code)).groups == []


def people(here) -> dict:
    return {
        "clerk": here.clerk,
        "administrator": AdministratorFactory(),
        "manager": EnterpriseMembershipFactory(enterprise=here.enterprise).user,
        "unit": MembershipFactory(organisation=here.unit).user,
        "nobody": UserFactory(),
    }


@pytest.mark.parametrize("who", ["clerk", "administrator", "manager", "unit", "nobody"])
def test_what_is_found_is_what_the_one_rule_lets_see(here, there, who):
    ApplicationFactory(enterprise=here.enterprise, plan=there.plan)  # a draft: its enterprise's alone
    there.application.opinion_requests.create(
        organisation=here.unit, question="x", asked_by=there.clerk, asked_at=there.application.submitted_at,
        due_on=there.period.due_on,
    )  # fmt: skip
    user = User.objects.get(pk=people(here)[who].pk)
    seen = {("enterprise", pk) for pk in Enterprise.objects.visible_to(user).values_list("pk", flat=True)}
    seen |= {("application", pk) for pk in Application.objects.visible_to(user).values_list("pk", flat=True)}
    seen |= {("report", pk) for pk in Report.objects.visible_to(user).values_list("pk", flat=True)}
    assert {key for key in keys(user, "kim ngân") if key[0] in PRIVATE} == seen


@pytest.mark.parametrize(
    "typed", ["năng suất chất lượng", "NANG SUAT", "lượng chất", "suất, năng", "nang  suat"]
)
def test_words_are_found_in_any_order_with_and_without_dau(typed):
    plan = PlanFactory(title="Nâng cao năng suất, chất lượng")
    assert ("plan", plan.pk) in keys(NOBODY, typed)


def test_d_is_found_by_d_with_a_stroke_and_the_other_way():
    plan = PlanFactory(title="Đẩy mạnh đo lường")
    assert ("plan", plan.pk) in keys(NOBODY, "day manh do luong")
    assert ("plan", plan.pk) in keys(NOBODY, "ĐẨY MẠNH ÐO LƯỜNG")  # the second one is the Icelandic letter
    assert ("plan", PlanFactory(title="Dân Dụng").pk) in keys(NOBODY, "đân đụng")


@pytest.mark.parametrize("typed", ["1322/QĐ-TTg", "1322/qd-ttg", "1322 QĐ-TTg", "qđ 1322", "1322"])
def test_a_document_is_found_by_its_number_and_stands_first(typed):
    basis = PlanBasisFactory(document__number_and_symbol="1322/QĐ-TTg", document__abstract="phê duyệt")
    PlanFactory(title="Thực hiện Quyết định 1322/QĐ-TTg ngày 31/8/2020")
    answer = search(NOBODY, Words.of(typed))
    assert {group.kind.key for group in answer.groups} == {"documents", "plans"}
    if not typed.startswith("q"):
        assert answer.groups[0].kind.key == "documents"
    hit = next(group for group in answer.groups if group.kind.key == "documents").hits[0]
    assert hit.address == f"{basis.plan.get_absolute_url()}#bases"
    assert hit.title == "Quyết định 1322/QĐ-TTg: phê duyệt"


def test_the_best_stand_first():
    names = ["Cơ khí Ban Mai", "Ban Mai", "Ban Mai Xanh", "Mai Văn Ban", "Hoabanmai"]
    province = ProvinceFactory()
    for name in names:
        EnterpriseFactory(name=name, province=province)
    clerk = SpecialistFactory(organisation__province=province).user
    assert found(clerk, "ban mai")["enterprises"] == [
        "Ban Mai", "Ban Mai Xanh", "Cơ khí Ban Mai", "Hoabanmai", "Mai Văn Ban",
    ]  # fmt: skip


def test_what_is_called_so_is_found_among_hundreds_that_only_hold_the_words(monkeypatch):
    monkeypatch.setattr("enterprises.queries.finding.ENOUGH", 3)
    province = ProvinceFactory()
    for number in range(12):
        EnterpriseFactory(name=f"Xưởng Hoa Sen {number}", province=province)
    EnterpriseFactory(name="Hoa Sen", province=province)
    clerk = SpecialistFactory(organisation__province=province).user
    assert found(clerk, "hoa sen")["enterprises"][0] == "Hoa Sen"


def test_words_spelt_much_alike_come_only_when_nothing_holds_them():
    province = ProvinceFactory()
    clerk = SpecialistFactory(organisation__province=province).user
    EnterpriseFactory(name="Công ty TNHH Trường Thịnh", province=province)
    EnterpriseFactory(name="Công ty TNHH Bình Minh", province=province)
    answer = search(clerk, Words.of("công ty trường thịn phat"))
    assert answer.is_alike
    wrong = search(clerk, Words.of("công ty truong thjnh"))
    assert wrong.is_alike
    assert [hit.title for group in wrong.groups for hit in group.hits] == ["Công ty TNHH Trường Thịnh"]
    right = search(clerk, Words.of("truong thinh"))
    assert not right.is_alike
    assert right.count == 1


def test_a_tax_code_is_found_whole_begun_and_with_its_blanks():
    province = ProvinceFactory()
    clerk = SpecialistFactory(organisation__province=province).user
    EnterpriseFactory(name="Đông Á", tax_code="0101234567", province=province)
    for typed in ("0101234567", "010123", "0101 234 567", "0101.234.567"):
        assert found(clerk, typed)["enterprises"] == ["Đông Á"], typed
    group = search(clerk, Words.of("0101234")).groups[0]
    assert [reason.text for reason in group.hits[0].because] == ["0101234567"]


def test_a_households_code_is_found_whole_only_and_shown_covered():
    province = ProvinceFactory()
    clerk = SpecialistFactory(organisation__province=province).user
    household = EnterpriseFactory(name="Hộ Tư", tax_code="001085012345", kind="household", province=province)
    assert found(clerk, "00108501234") == {}
    assert found(clerk, "001085012345")["enterprises"] == ["Hộ Tư"]
    page = browser(clerk).get(reverse("portal:search"), {"q": "Hộ Tư"}).content.decode()
    assert household.tax_code not in page


def test_an_application_is_found_by_code_number_enterprise_and_tax_code(here):
    application = here.application
    for typed in (
        application.code, application.code.lower(), application.code[:8], f"{application.year}-{application.number:05d}",
        here.enterprise.name, "ngân kim", here.enterprise.tax_code, f"hồ sơ {here.enterprise.name}",
    ):  # fmt: skip
        assert ("application", application.pk) in keys(here.clerk, typed), typed


def test_an_organisation_is_found_by_another_spelling_which_is_said(here):
    AliasFactory(organisation=here.unit, text="CC KN & ĐL")
    answer = search(here.clerk, Words.of("kn đl"))
    assert [hit.title for hit in answer.groups[0].hits] == [here.unit.name]
    assert [reason.text for reason in answer.groups[0].hits[0].because] == ["CC KN & ĐL"]


def test_a_task_is_found_by_who_leads_it_which_is_said(here):
    answer = search(NOBODY, Words.of("công thương đào tạo"))
    (hit,) = next(group for group in answer.groups if group.kind.key == "tasks").hits
    assert [(str(reason.label), reason.text) for reason in hit.because] == [
        ("Chủ trì", "Sở Công Thương")
    ] or (hit.because[0].text == "Sở Công Thương")
    assert hit.address == f"{here.plan.get_absolute_url()}#task-{here.task.pk}"


def test_a_word_may_name_the_province_of_the_plan(here, there):
    assert found(NOBODY, "đào tạo yên viên")["tasks"] == [f"{there.task.code}. {there.task.title}"]


def test_a_report_is_found_by_what_people_call_it(here, there):
    year = here.period.year
    for typed in (f"báo cáo {year} An Bình", f"Báo cáo tổng hợp năm {year} an binh", "an bình báo cáo"):
        assert {k for k in keys(here.clerk, typed) if k[0] == "report"} == {("report", here.report.pk)}, typed


def test_a_province_is_found_and_stands_first(here):
    answer = search(NOBODY, Words.of("An Bình"))
    assert answer.groups[0].kind.key == "organisations"
    assert answer.groups[0].hits[0].key == ("province", here.province.pk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type a name"),
        ("   ", "Type a name"),
        ("a", "One letter stands in nearly everything"),
        ("%", "no letter and no digit"),
        ("%%__\\\\''\"\"", "no letter and no digit"),
        ("\x00", "Type a name"),
    ],
)
def test_what_cannot_be_sought_is_said_and_asks_nothing(here, typed, said):
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("portal:search"), {"q": typed})
    assert said in page.content.decode()
    assert len(asked) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "100%",
        "kim_ngân",
        "'; drop table x; --",
        "<script>alert(1)</script>",
        "(kim[ngan",
        "a\\b c",
        "x" * 10_000,
        "ố " * 5_000,
    ],
)
def test_signs_mean_nothing_and_long_texts_are_cut(here, typed):
    page = browser(here.clerk).get(reverse("portal:search"), {"q": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert len(page.content) < 80_000


@pytest.mark.parametrize(
    "typed",
    [
        "\u0301\u0323 kim",
        "k\u0301i\u0323m",
        "\u202ekim",
        "²²²",
        "ﬁ ŉ",
        "kim\x07",
        "<img src=x onerror=alert(1)> kim",
    ],
)
def test_a_name_with_markup_is_shown_as_words_and_odd_signs_break_nothing(here, typed):
    EnterpriseFactory(name="<img src=x onerror=alert(1)> Kim \u202e", province=here.province)
    for name in ("portal:search", "portal:search_suggestions"):
        page = browser(here.clerk).get(reverse(name), {"q": typed})
        assert page.status_code == 200
        assert "<img src=x" not in page.content.decode()


def test_a_percent_sign_is_no_wildcard(here):
    EnterpriseFactory(name="Giảm 50% phế phẩm", province=here.province)
    EnterpriseFactory(name="Giảm 501 phế phẩm", province=here.province)
    assert found(here.clerk, "giảm 50% phế")["enterprises"][0] == "Giảm 50% phế phẩm"
    assert keys(here.clerk, "k%n") & all_keys(here) == set()


def test_one_kind_alone_shows_more_of_it(here):
    for number in range(8):
        TaskFactory(plan=here.plan, title=f"Tập huấn {number}")
    answer = search(NOBODY, Words.of("tập huấn"))
    assert [(len(group.hits), group.has_more) for group in answer.groups] == [(5, True)]
    alone = search(NOBODY, Words.of("tập huấn"), only="tasks")
    assert [(len(group.hits), group.has_more) for group in alone.groups] == [(8, False)]
    page = Client().get(reverse("portal:search"), {"q": "tập huấn", "kind": "tasks"}).content.decode()
    assert page.count('class="hit-title"') == 8
    assert Client().get(reverse("portal:search"), {"q": "tập huấn", "kind": "x"}).status_code == 200


def test_suggestions_are_few_links_and_hold_nothing_spelt_alike(here, there):
    hits = suggested(here.clerk, Words.of("kim ngân"))
    assert len(hits) == 8
    assert suggested(here.clerk, Words.of("kjm ngann")) == []
    page = browser(here.clerk).get(reverse("portal:search_suggestions"), {"q": "kim ngân"})
    assert page.content.decode().count("<li>") == 9
    assert "no-store" not in page["Cache-Control"]
    assert browser(here.clerk).get(reverse("portal:search_suggestions"), {"q": "k"}).content.strip() == b""


def test_found_or_not_the_same_is_asked_of_what_others_have(here, there):
    """Whether another province has an enterprise of that name cannot be told by what the portal does."""
    client = browser(here.clerk)

    def cost(typed):
        client.get(reverse("portal:search"), {"q": typed})
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("portal:search"), {"q": typed})
        return len(asked)

    assert cost(there.enterprise.tax_code) == cost("0999999999")


def test_the_box_of_the_masthead_stands_on_every_page_but_the_search(here):
    page = Client().get(reverse("programmes:plan_list")).content.decode()
    assert page.count('id="search-words"') == 1
    assert reverse("portal:search") in page
    assert Client().get(reverse("portal:search")).content.decode().count('type="search"') == 1
