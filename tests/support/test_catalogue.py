"""The public catalogue: found by words and areas, read with its gaps, checked without leaving a trace."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from enterprises.loading import load_thresholds
from enterprises.models import SizeDeclaration
from journal.models import Entry
from organisations.models import ProvinceSuccession
from programmes.models import PolicyKind
from support.forms.self_check import SelfCheckForm
from support.models import SupportContent
from support.queries.catalogue import contents_found, offers_by_plan
from support.queries.eligibility import Verdict
from tests.factories.organisations import ProvinceFactory
from tests.factories.programmes import PlanFactory, PlanPolicyFactory, TaskFactory
from tests.factories.support import (
    RequiredPaperFactory,
    SupportContentFactory,
    SupportLevelFactory,
    SupportProcedureFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def content():
    """A content of a running plan that has every kind of clause."""
    content = SupportContentFactory(
        plan=PlanFactory(year_to=timezone.localdate().year + 4),
        short="Truy xuất nguồn gốc",
        text="Hỗ trợ doanh nghiệp áp dụng hệ thống truy xuất nguồn gốc.",
    )
    for kind in (
        PolicyKind.FOREIGN_EXCLUDED,
        PolicyKind.ONCE_PER_CONTENT,
        PolicyKind.CONDITION,
        PolicyKind.PRINCIPLE,
    ):
        PlanPolicyFactory(plan=content.plan, kind=kind, text=f"Điều khoản {kind}")
    return content


def address(content, name="content_check"):
    return reverse(f"support:{name}", args=[content.plan.key, content.code])


def get(client, url, **data):
    return client.get(url, data, HTTP_ACCEPT_LANGUAGE="en")


@pytest.mark.parametrize("typed", ["truy xuất nguồn gốc", "TRUY XUAT nguon goc", "goc truy", "truy xuất"])
def test_words_find_with_and_without_dau_and_in_any_order(content, typed):
    SupportContentFactory(plan=content.plan, short="Khác", text="Khác")
    assert list(contents_found(text=typed, day=DAY)) == [content]


def test_a_former_province_is_found_by_its_own_name_and_by_the_one_that_took_it_over():
    old, new = ProvinceFactory(name="Hà Giang"), ProvinceFactory(name="Tuyên Quang")
    ProvinceSuccession.objects.create(old=old, new=new, date=dt.date(2025, 7, 1))
    content = SupportContentFactory(plan=PlanFactory(province=old))
    SupportContentFactory()
    for found in (
        contents_found(province=old.slug, day=DAY),
        contents_found(province=new.slug, day=DAY),
        contents_found(text="tuyen quang", day=DAY),
        contents_found(text="hà giang", day=DAY),
    ):
        assert list(found) == [content]
    assert list(contents_found(province=new.slug, day=dt.date(2025, 6, 30))) == []
    assert offers_by_plan([content], DAY)[0].now_in == [new]


def test_plan_and_task_narrow_and_the_unknown_finds_nothing(content):
    other = SupportContentFactory(plan=content.plan, task=TaskFactory(plan=content.plan, code="3.2"))
    key = content.plan.key
    assert set(contents_found(plan=key, day=DAY)) == {content, other}
    assert list(contents_found(plan=key, task="3.2", day=DAY)) == [other]
    assert list(contents_found(province="nowhere", day=DAY)) == []
    assert list(contents_found(text="không có chữ này", day=DAY)) == []


def test_plans_that_run_come_before_those_that_ended(content):
    ended = SupportContentFactory(plan=PlanFactory(year_from=2024, year_to=2025))
    assert list(contents_found(day=DAY)) == [content, ended]
    assert [group.has_ended for group in offers_by_plan([content, ended], DAY)] == [False, True]


def test_the_list_asks_the_same_number_of_questions_however_long(client, content):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert get(client, reverse("support:content_list")).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for _number in range(3):
        SupportLevelFactory(content=SupportContentFactory(plan=content.plan))
        SupportProcedureFactory(plan=SupportContentFactory().plan)
    assert queries() == few


def test_the_page_says_what_is_published_and_what_is_not(client, content):
    page = get(client, address(content, "content_detail")).content.decode()
    assert "states no level and no cap" in page
    assert "lists no papers" in page
    assert "states no number of days" in page
    SupportLevelFactory(content=content, rate=50, cap=100_000_000, legal_basis="Nghị quyết 9", evidence="V2")
    RequiredPaperFactory(plan=content.plan, name="Đơn đề nghị")
    SupportProcedureFactory(plan=content.plan, days_to_decide=14)
    page = get(client, address(content, "content_detail")).content.decode()
    assert "50% of the cost, at most 100,000,000 VND per support" in page
    assert "Nghị quyết 9" in page
    assert "Đơn đề nghị" in page
    assert "within 14 working days" in page
    assert "none has been published" not in page


def test_a_content_of_an_ended_plan_is_history_without_a_way_to_apply(client):
    content = SupportContentFactory(plan=PlanFactory(year_to=2025))
    page = get(client, address(content, "content_detail")).content.decode()
    assert "The plan ended in 2025" in page
    assert address(content) not in page


def test_an_unknown_content_is_not_there(client, content):
    other = SupportContentFactory()
    assert (
        get(client, reverse("support:content_detail", args=[content.plan.key, other.code])).status_code == 404
    )


def test_only_what_the_clauses_need_is_asked(content):
    condition = content.plan.policies.get(kind=PolicyKind.CONDITION)
    assert list(SelfCheckForm(content).fields) == ["foreign", "supported", f"clause-{condition.pk}"]
    assert list(SelfCheckForm(SupportContentFactory()).fields) == []
    assert list(SelfCheckForm(SupportContentFactory(kinds=["company"])).fields) == ["kind"]
    sized = SelfCheckForm(SupportContentFactory(needs_sme=True))
    assert list(sized.fields) == ["kind", "labour", "revenue", "capital", "vsic_version", "vsic_code"]


def check(client, content, **answers):
    answer = client.post(address(content), answers, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    return answer


def test_every_reason_stands_with_its_clause_and_line_and_what_is_open_is_told(client, content):
    answer = check(client, content, foreign="yes", supported="no")
    told = [(finding.verdict, finding.policy.kind) for finding in answer.context["findings"]]
    assert told == [
        (Verdict.BLOCKS, PolicyKind.FOREIGN_EXCLUDED),
        (Verdict.ASK, PolicyKind.CONDITION),
        (Verdict.MET, PolicyKind.ONCE_PER_CONTENT),
    ]
    assert (answer.context["against"], answer.context["open_questions"]) == (1, 1)
    page = answer.content.decode()
    assert "Điều khoản foreign_excluded" in page
    assert "line 12" in page


def test_the_check_stores_nothing_and_no_answer_stands_in_an_address(client, content):
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as seen:
        answer = check(client, content, foreign="no")
    assert [query["sql"] for query in seen if not query["sql"].startswith("SELECT")] == []
    assert Entry.objects.count() == before
    assert set(client.cookies) <= {"csrftoken"}
    assert answer.wsgi_request.GET.urlencode() == ""


FIGURES = {"labour": "45", "revenue": "20.000.000.000", "capital": "10.000.000.000", "vsic_code": "1050"}


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"kind": "company", **FIGURES}, Verdict.MET),
        ({"kind": "company", **FIGURES, "labour": "900"}, Verdict.BLOCKS),
        ({"kind": "company"}, Verdict.ASK),
        ({"kind": "cooperative", **FIGURES}, Verdict.ASK),
        ({}, Verdict.ASK),
    ],
)
def test_the_size_is_found_from_figures_that_are_not_kept(client, answers, verdict):
    load_thresholds()
    content = SupportContentFactory(needs_sme=True, whom="doanh nghiệp vừa và nhỏ", whom_lines="100")
    answer = check(client, content, vsic_version="2025", **answers)
    assert [finding.verdict for finding in answer.context["findings"]] == [verdict]
    assert not SizeDeclaration.objects.exists()


def test_what_cannot_be_read_is_told_at_its_place(client):
    content = SupportContentFactory(needs_sme=True)
    answer = check(client, content, kind="company", labour="nhiều", vsic_code="ABC")
    assert list(answer.context["form"].errors) == ["labour", "vsic_code"]
    assert "findings" not in answer.context


def test_a_content_whose_plan_says_nothing_has_nothing_to_ask(client):
    content = SupportContentFactory()
    assert "nothing to ask" in get(client, address(content)).content.decode()
    assert check(client, content).context["findings"] == []


def test_the_plan_leads_to_what_it_offers(client, content):
    page = get(client, content.plan.get_absolute_url()).content.decode()
    assert f"{reverse('support:content_list')}?ke-hoach={content.plan.key}" in page


def test_contents_are_public_law(client, content):
    assert SupportContent.objects.count() == 1
    assert get(client, reverse("support:content_list")).status_code == 200
