"""What an enterprise is told before it fills anything in."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from enterprises.models import Enterprise
from programmes.models import AnnualTarget, PlanPolicy
from support.models import SupportContent
from support.queries.cautions import cautions_of
from tests.factories.programmes import TaskFactory
from tests.factories.support import SupportContentFactory, SupportFactory, support_stage

pytestmark = pytest.mark.django_db
CLAUSE = "Mỗi tổ chức được hỗ trợ 01 lần cho một nội dung."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return support_stage()


def told(here, content=None, **more):
    content = SupportContent.objects.get(pk=(content or here.content).pk)
    found = cautions_of([content], here.enterprise, timezone.localdate(), **more)[content.pk]
    return [(caution.is_grave, caution.clause) for caution in found], found


def clause(here, kind, text=CLAUSE):
    return PlanPolicy.objects.create(plan=here.plan, kind=kind, text=text, position=1, source_lines="9")


def test_nothing_is_said_where_nothing_speaks_against_it(here):
    assert told(here)[1] == []


def test_a_content_had_before_is_told_with_its_clause(here):
    clause(here, "once_per_content")
    SupportFactory(content=here.content, enterprise=here.enterprise)
    assert told(here)[0] == [(True, CLAUSE)]


def test_a_foreign_invested_enterprise_is_told_only_where_the_plan_says_so(here):
    here.enterprise.is_foreign_invested = True
    here.enterprise.save()
    assert told(here)[1] == []
    clause(here, "foreign_excluded", "Không áp dụng với tổ chức có vốn đầu tư nước ngoài.")
    assert [grave for grave, _clause in told(here)[0]] == [True]


def test_the_same_content_in_an_open_application_is_named_by_its_code(here):
    row = here.submitted()
    [caution] = told(here)[1]
    assert row.code in caution.text
    assert told(here, besides=row)[1] == []


def test_a_closed_content_is_told_first(here):
    here.content.is_open = False
    here.content.save()
    assert told(here)[1][0].is_grave


def test_a_quota_nearly_used_or_used_up_is_told(here):
    task = TaskFactory(plan=here.plan)
    content = SupportContentFactory(plan=here.plan, task=task)
    target = AnnualTarget.objects.create(task=task, year=timezone.localdate().year, value=10)
    for used, words in ((8, ""), (9, "nearly used up: 9 of 10"), (10, "is used up: 10 of 10")):
        while content.supports.count() < used:
            SupportFactory(content=content)
        found = told(here, content)[1]
        assert words in (found[0].text if found else "")
    assert target.value == 10


def test_open_applications_of_a_family_are_asked_for_as_its_index_knows_them(here):
    # the index leaves enterprises without a tax code out: a query that does not say so reads all of them
    with CaptureQueriesContext(connection) as asked:
        told(here)
    [sql] = [query["sql"] for query in asked if '"enterprises_enterprise"."family" = ' in query["sql"]]
    [index] = [index for index in Enterprise._meta.indexes if index.name == "enterprises_of_a_family"]
    assert index.condition == ~Q(tax_code="")
    assert 'NOT ("enterprises_enterprise"."tax_code" = ' in sql
