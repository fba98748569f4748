"""The legal checklist: suggested by the portal, answered by people, and the door to the appraisal."""

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from journal.models import Entry
from programmes.models import PlanPolicy
from support.actions.checking import Found, record_checks, start_appraisal
from support.models import CheckKind
from support.queries.checking import against, checklist, checks_stamp, unanswered
from support.queries.missing import points_to_propose
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.support import (
    RequestedItemFactory,
    RequiredPaperFactory,
    SupportContentFactory,
    SupportFactory,
    support_stage,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
POLICIES = ["foreign_excluded", "once_per_content", "highest_level_only", "condition", "priority"]


@pytest.fixture
def here():
    stage = support_stage()
    for at, kind in enumerate(POLICIES):
        PlanPolicy.objects.create(
            plan=stage.plan, kind=kind, text=f"Điều {at}", position=at, source_lines=str(at)
        )
    return stage


def save(here, application, found, *, by=None, seen=None):
    return record_checks(
        application,
        found=found,
        by=by or here.specialist,
        seen=checks_stamp(application) if seen is None else seen,
        on=TODAY,
        now=timezone.now(),
    )


def all_met(application, **others):
    lines = checklist(application, TODAY)
    return {line.key: others.get(line.kind, Found("met")) for line in lines}


def refusal(act):
    with pytest.raises(RuleBroken) as no:
        act()
    return no.value


def test_lines_are_of_the_clauses_foreign_capital_once_the_rest_per_content(here):
    application = here.submitted()
    RequestedItemFactory(application=application, content=SupportContentFactory(plan=here.plan), position=1)
    RequiredPaperFactory(plan=here.plan, name="Giấy đề nghị")
    per_content = [CheckKind.ONCE, CheckKind.HIGHEST, CheckKind.CONDITION, CheckKind.PRIORITY]
    assert [line.kind for line in checklist(application, TODAY)] == [
        CheckKind.PAPERS, CheckKind.FOREIGN, *per_content, *per_content,
    ]  # fmt: skip


def test_the_list_costs_the_same_for_one_content_and_for_three(here, django_assert_max_num_queries):
    application = here.submitted()
    with django_assert_max_num_queries(15) as one:
        checklist(application, TODAY)
    for at in (1, 2):
        RequestedItemFactory(
            application=application, content=SupportContentFactory(plan=here.plan), position=at
        )
    with django_assert_max_num_queries(15) as three:
        checklist(application, TODAY)
    assert len(three) == len(one)


def test_what_was_granted_before_speaks_against_and_what_this_application_got_does_not(here):
    earlier = SupportFactory(enterprise=here.enterprise, content=here.content)
    application = here.submitted()
    (once,) = [line for line in checklist(application, TODAY) if line.kind == CheckKind.ONCE]
    assert (once.finding.verdict, earlier.item.application.code in once.finding.reason) == ("blocks", True)
    (own,) = [line for line in checklist(earlier.item.application, TODAY) if line.kind == CheckKind.ONCE]
    assert own.finding.verdict == "met"


def test_a_person_answers_and_what_stays_keeps_its_checker(here):
    application = here.submitted()
    found = all_met(application)
    assert save(here, application, found) == 5
    key = next(iter(found))
    assert save(here, application, found | {key: Found("met", "Xem GCN.")}, by=here.leader) == 1
    people = [c.checked_by for c in application.checks.order_by("pk")]
    assert people.count(here.leader) == 1
    assert save(here, application, {key: Found("")}) == 1
    assert [line.key for line in unanswered(checklist(application, TODAY))] == [key]


def test_not_met_says_why(here):
    application = here.submitted()
    no = refusal(lambda: save(here, application, all_met(application, once=Found("not_met"))))
    assert (no.code, application.checks.count()) == ("no_reason", 0)


def test_two_clerks_do_not_overwrite_each_other_unseen(here):
    application = here.submitted()
    seen = checks_stamp(application)
    save(here, application, all_met(application), seen=seen)
    late = all_met(application, once=Found("not_met", "Đã hỗ trợ."))
    assert refusal(lambda: save(here, application, late, by=here.leader, seen=seen)).code == "stale"
    assert against(checklist(application, TODAY)) == []


def test_the_appraisal_names_every_line_nobody_answered(here):
    application = here.submitted()
    no = refusal(lambda: start_appraisal(application, by=here.specialist, on=TODAY))
    lines = checklist(application, TODAY)
    assert (no.code, all(line.title in no.reason for line in lines), len(lines)) == ("unanswered", True, 5)


def test_the_appraisal_names_lines_not_met_and_goes_on_for_a_reason_only(here):
    application = here.submitted()
    save(here, application, all_met(application, once=Found("not_met", "Đã hỗ trợ năm 2024.")))
    (failed,) = against(checklist(application, TODAY))
    no = refusal(lambda: start_appraisal(application, by=here.specialist, on=TODAY))
    assert (no.code, failed.title in no.reason) == ("not_met", True)
    row = start_appraisal(application, by=here.specialist, on=TODAY, despite="Trình từ chối.")
    assert (row.state, Entry.objects.about(row).first().note) == ("appraisal", "Trình từ chối.")


def test_a_priority_not_met_stops_nothing(here):
    application = here.submitted()
    save(here, application, all_met(application, priority=Found("not_met", "Không thuộc diện ưu tiên.")))
    assert start_appraisal(application, by=here.specialist, on=TODAY).state == "appraisal"


def test_once_proposed_the_checklist_stands(here):
    application = here.submitted(state="proposed")
    assert refusal(lambda: save(here, application, all_met(application))).code == "moved_on"


def test_missing_papers_and_failed_checks_are_proposed_as_points(here):
    application = here.submitted()
    RequiredPaperFactory(plan=here.plan, name="Báo cáo tài chính")
    RequiredPaperFactory(plan=here.plan, name="Không bắt buộc", is_required=False)
    save(here, application, all_met(application, condition=Found("not_met", "Chưa có phương án.")))
    paper, check = points_to_propose(application, TODAY)
    assert (paper.endswith("Báo cáo tài chính"), check.endswith("Chưa có phương án.")) == (True, True)


def test_the_page_keeps_what_two_clerks_typed_and_shows_the_other(here):
    application = here.submitted()
    client, url = here.client(here.specialist), f"/ho-so/{application.pk}/kiem-tra/"
    page = client.get(url)
    keys = [line.key for line in page.context["form"].lines]
    data = {"seen": page.context["form"]["seen"].value()}
    save(here, application, {keys[0]: Found("met", "Của đồng nghiệp")}, by=here.leader)
    data |= {f"{keys[0]}-result": "not_applicable", f"{keys[0]}-evidence": "Của tôi"}
    again = client.post(url, data)
    text = again.content.decode()
    assert (again.status_code, "Của tôi" in text, "Của đồng nghiệp" in text) == (409, True, True)
    data["seen"] = again.context["form"]["seen"].value()
    assert client.post(url, data).status_code == 302
    assert application.checks.get().evidence == "Của tôi"


def test_a_line_not_met_without_its_reason_loses_nothing(here):
    application = here.submitted()
    client, url = here.client(here.specialist), f"/ho-so/{application.pk}/kiem-tra/"
    keys = [line.key for line in checklist(application, TODAY)]
    data = {
        "seen": checks_stamp(application),
        f"{keys[0]}-result": "not_met",
        f"{keys[1]}-evidence": "Đã xem hồ sơ",
    }
    page = client.post(url, data)
    assert (page.status_code, "Đã xem hồ sơ" in page.content.decode()) == (200, True)
    assert list(page.context["form"].errors) == [f"{keys[0]}-evidence"]


def test_a_checklist_sent_after_the_session_ended_comes_back(here):
    application = here.submitted()
    client, url = here.client(here.specialist), f"/ho-so/{application.pk}/kiem-tra/"
    form = client.get(url).context["form"]
    key = form.lines[0].key
    data = {"seen": form["seen"].value(), "head-form": form["head-form"].value(), f"{key}-evidence": "Gõ dở"}
    kept = here.client()
    assert kept.post(url, data).status_code == 302
    kept.force_login(here.specialist)
    session = kept.session
    assert "kept_form" in session
    assert "Gõ dở" in kept.get(url).content.decode()


def test_the_applicant_and_an_asked_unit_see_no_checks(here):
    application = here.submitted()
    save(here, application, {checklist(application, TODAY)[0].key: Found("met", "Bí mật nội bộ")})
    unit = MembershipFactory(organisation__province=here.province)
    application.opinion_requests.create(
        organisation=unit.organisation,
        question="?",
        due_on=TODAY,
        asked_at=timezone.now(),
        asked_by=here.leader,
    )
    shown = {
        name: "Bí mật nội bộ" in here.client(user).get(f"/ho-so/{application.pk}/").content.decode()
        for name, user in {"dost": here.specialist, "applicant": here.applicant, "unit": unit.user}.items()
    }
    assert shown == {"dost": True, "applicant": False, "unit": False}


def test_an_enterprise_that_did_not_say_is_asked_about_not_judged(here):
    unsaid = EnterpriseFactory(province=here.province, is_foreign_invested=None)
    application = here.submitted()
    application.enterprise = unsaid
    application.save()
    (foreign,) = [line for line in checklist(application, TODAY) if line.kind == CheckKind.FOREIGN]
    assert (foreign.item, foreign.finding.verdict) == (None, "ask")


def test_one_answer_may_hold_for_every_content_that_has_none(here):
    application = here.submitted()
    RequestedItemFactory(application=application, content=SupportContentFactory(plan=here.plan), position=1)
    client, url = here.client(here.specialist), f"/ho-so/{application.pk}/kiem-tra/"
    form = client.get(url).context["form"]
    conditions = [line.key for line in form.lines if line.kind == CheckKind.CONDITION]
    once = [line.key for line in form.lines if line.kind == CheckKind.ONCE]
    data = {
        "seen": form["seen"].value(),
        f"{conditions[0]}-result": "met",
        f"{conditions[0]}-same": "on",
        f"{once[0]}-result": "met",
        f"{once[0]}-same": "on",
        f"{once[1]}-result": "not_met",
        f"{once[1]}-evidence": "Đã hỗ trợ.",
    }
    assert client.post(url, data).status_code == 302
    found = {line.key: line.check.result for line in checklist(application, TODAY) if line.check}
    assert found == {conditions[0]: "met", conditions[1]: "met", once[0]: "met", once[1]: "not_met"}
