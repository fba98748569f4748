"""The pages of appraisal and decision, as each person meets them."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from jobs.jobs import run
from jobs.models import Job
from papers.files import has_files
from programmes.models import AnnualTarget
from support.actions.appraising import declare, invite, score
from support.actions.deciding import propose
from support.actions.registering import register_decision
from support.models import Application, Appraiser, Attachment, Decision, Score, Support
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import TaskFactory
from tests.factories.support import CriterionFactory, SupportLevelFactory, support_stage
from tests.support.desk import ONCE, clause, decided, granting, proposed, refusing, under_appraisal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return support_stage()


def page(client, name, *args, **facts):
    client.cookies["django_language"] = "en"
    return client.get(reverse(f"support:{name}", args=args), **facts)


def send(client, name, *args, **data):
    client.cookies["django_language"] = "en"
    return client.post(reverse(f"support:{name}", args=args), data)


def words(response):
    return " ".join(response.content.decode().split())


def taken(response):
    """The file, read to its end."""
    return b"".join(response.streaming_content)


def colleague(here, role="specialist"):
    return MembershipFactory(organisation=here.leader.memberships.get().organisation, role=role).user


def test_the_desk_invites_and_takes_back(here):
    application, other = under_appraisal(here), colleague(here)
    client = here.client(here.specialist)
    assert send(client, "appraiser_list", application.pk, user=other.pk).status_code == 302
    appraiser = Appraiser.objects.get()
    assert appraiser.user == other
    assert "not declared yet" in words(page(client, "appraiser_list", application.pk))
    assert send(client, "appraiser_take_back", appraiser.pk).status_code == 302
    assert Appraiser.objects.count() == 0


def test_the_enterprises_own_people_are_not_offered_and_not_taken(here):
    application = under_appraisal(here)
    client = here.client(here.specialist)
    response = send(client, "appraiser_list", application.pk, user=here.applicant.pk)
    assert (response.status_code, Appraiser.objects.count()) == (200, 0)
    assert str(here.applicant) not in words(page(client, "appraiser_list", application.pk))


def test_nothing_to_score_is_shown_before_the_declaration(here):
    criterion = CriterionFactory(plan=here.plan, weight=100)
    application, other = under_appraisal(here), colleague(here)
    invite(application=application, user=other, by=here.specialist)
    client = here.client(other)
    first = words(page(client, "appraisal_score", application.pk))
    assert (criterion.name in first, here.content.text in first) == (False, False)
    assert page(client, "decision_detail", application.pk).status_code == 403
    send(client, "appraisal_declare", application.pk, has_conflict="no")
    assert criterion.name in words(page(client, "appraisal_score", application.pk))
    response = send(client, "appraisal_score", application.pk, **{f"points-{criterion.pk}": "72,5"})
    assert (response.status_code, str(Score.objects.get().points)) == (302, "72.50")
    assert page(client, "decision_detail", application.pk).status_code == 200


def test_who_has_a_conflict_says_which_and_sees_no_points(here):
    CriterionFactory(plan=here.plan, weight=100)
    application, other = under_appraisal(here), colleague(here)
    invite(application=application, user=other, by=here.specialist)
    client = here.client(other)
    assert send(client, "appraisal_declare", application.pk, has_conflict="yes").status_code == 409
    send(client, "appraisal_declare", application.pk, has_conflict="yes", conflict="Vợ làm ở đó.")
    assert "You take no part in this appraisal" in words(page(client, "appraisal_score", application.pk))
    assert page(client, "decision_detail", application.pk).status_code == 403
    assert "Vợ làm ở đó." in words(page(here.client(here.specialist), "appraiser_list", application.pk))


def test_who_was_not_asked_does_not_appraise(here):
    application = under_appraisal(here)
    assert page(here.client(here.specialist), "appraisal_score", application.pk).status_code == 403


def test_minutes_name_the_members_and_keep_the_signed_paper(here):
    application = under_appraisal(here)
    client = here.client(here.specialist)
    today = timezone.localdate()
    data = {
        "council_on": f"{today:%d/%m/%Y}",
        "council": "Nguyễn Văn A – Chủ tịch hội đồng\n- Trần Thị B, thư ký\nLê C",
        "minutes": "Hội đồng thống nhất.",
    }
    assert send(client, "decision_minutes", application.pk, **data).status_code == 302
    decision = Decision.objects.get()
    assert decision.council == [
        {"name": "Nguyễn Văn A", "role": "Chủ tịch hội đồng"},
        {"name": "Trần Thị B", "role": "thư ký"},
        {"name": "Lê C", "role": ""},
    ]
    assert "Chủ tịch hội đồng" in words(page(client, "decision_detail", application.pk))
    late = {**data, "council_on": f"{today.replace(year=today.year + 1, day=1):%d/%m/%Y}"}
    assert send(client, "decision_minutes", application.pk, **late).status_code == 409


def test_an_amount_left_empty_is_the_highest_and_the_leader_reads_the_letter_before(here):
    SupportLevelFactory(content=here.content, rate=50, cap=100_000_000)
    application = under_appraisal(here)
    pk = application.items.get().pk
    data = {f"verdict-{pk}": "granted", f"recognised-{pk}": "150.000.000", f"amount-{pk}": ""}
    assert send(here.client(here.specialist), "decision_propose", application.pk, **data).status_code == 302
    client = here.client(here.leader)
    letter = page(client, "decision_take", application.pk)
    assert "75.000.000" in words(letter)
    assert "The enterprise" not in words(letter) or here.enterprise.name in words(letter)
    seen = letter.context["seal"]
    assert send(client, "decision_take", application.pk, seen=seen).status_code == 302
    assert Support.objects.get().amount == 75_000_000
    application.refresh_from_db()
    assert application.state == "granted"


def test_the_leader_who_read_another_letter_reads_again(here):
    application = proposed(here)
    client = here.client(here.leader)
    response = send(client, "decision_take", application.pk, seen="0" * 64, conclusion="Đồng ý")
    assert (response.status_code, Support.objects.count()) == (409, 0)
    assert ("Đồng ý" in words(response), "has changed since you read it" in words(response)) == (True, True)
    again = send(client, "decision_take", application.pk, seen=response.context["form"]["seen"].value())
    assert again.status_code == 302


def test_above_the_quota_the_leader_gives_a_reason(here):
    here.content.task = TaskFactory(plan=here.plan, unit="Doanh nghiệp")
    here.content.save()
    year = timezone.localdate().year
    AnnualTarget.objects.create(task=here.content.task, year=year, value=0, raw="-")
    application = proposed(here)
    client = here.client(here.leader)
    letter = page(client, "decision_take", application.pk)
    assert "This would pass the quota." in words(letter)
    seen = letter.context["seal"]
    assert send(client, "decision_take", application.pk, seen=seen).status_code == 200
    assert Support.objects.count() == 0
    send(client, "decision_take", application.pk, seen=seen, over_quota_reason="Bổ sung kinh phí")
    assert Support.objects.get().over_quota_reason == "Bổ sung kinh phí"


def test_the_once_only_refusal_is_explained_on_the_page(here):
    clause(here.plan)
    first, application = decided(here), under_appraisal(here)
    pk = application.items.get().pk
    data = {f"verdict-{pk}": "granted", f"amount-{pk}": "5", f"reason-{pk}": "Theo hợp đồng"}
    response = send(here.client(here.specialist), "decision_propose", application.pk, **data)
    said = words(response)
    assert (response.status_code, first.code in said, ONCE in said) == (409, True, True)


def test_a_proposal_is_sent_back_from_the_page(here):
    application = proposed(here)
    client = here.client(here.leader)
    assert send(client, "decision_reconsider", application.pk, reason="").status_code == 200
    assert send(client, "decision_reconsider", application.pk, reason="Xem lại.").status_code == 302
    assert Application.objects.get(pk=application.pk).state == "appraisal"


def test_a_withdrawn_application_is_not_decided_and_nothing_breaks(here):
    application = proposed(here)
    seen = page(here.client(here.leader), "decision_take", application.pk).context["seal"]
    Application.objects.filter(pk=application.pk).update(state="withdrawn", ended_on=timezone.localdate())
    response = send(here.client(here.leader), "decision_take", application.pk, seen=seen)
    assert (response.status_code, Support.objects.count()) == (302, 0)


def test_the_refused_enterprise_reads_reason_clause_and_that_it_may_ask_again(here):
    said = clause(here.plan)
    application = decided(here, verdicts=lambda a: refusing(a, clause=said))
    text = words(
        here.client(here.applicant).get(application.get_absolute_url(), headers={"accept-language": "en"})
    )
    assert ("Chưa đủ nguồn lực" in text, ONCE in text, "You may ask again" in text) == (True, True, True)


def test_the_enterprise_sees_nothing_of_a_proposal_nor_of_points(here):
    CriterionFactory(plan=here.plan, weight=100)
    application, other = under_appraisal(here), colleague(here)
    appraiser = invite(application=application, user=other, by=here.specialist)
    declare(appraiser=appraiser, has_conflict=False, by=other)
    score(appraiser=appraiser, points={c.pk: 61 for c in here.plan.criteria.all()}, by=other)
    propose(application=application, verdicts=granting(application, amount=77_000_001), by=here.specialist)
    text = words(here.client(here.applicant).get(application.get_absolute_url()))
    assert (str(other) in text, "77.000.001" in text, "77,000,001" in text) == (False, False, False)
    assert page(here.client(here.applicant), "decision_detail", application.pk).status_code == 403


def test_files_are_made_by_the_worker_and_the_enterprise_takes_them_once_numbered(here):
    application = decided(here)
    decision = Decision.objects.get()
    applicant, office = here.client(here.applicant), here.client(here.specialist)
    assert page(office, "decision_pdf", application.pk).status_code == 404  # not made yet
    run(Job.objects.get(kind="render_decision").pk)
    decision.refresh_from_db()
    assert has_files(decision)
    assert len(decision.pdf_sha256) == len(decision.word_sha256) == 64
    assert taken(page(office, "decision_pdf", application.pk))[:5] == b"%PDF-"
    assert page(applicant, "decision_pdf", application.pk).status_code == 403
    today = timezone.localdate()
    data = {"number": 7, "symbol": "SKHCN-TĐC", "issued_on": f"{today:%d/%m/%Y}"}
    assert send(office, "decision_register", application.pk, **data).status_code == 302
    run(Job.objects.filter(kind="render_decision").order_by("-pk").first().pk)
    assert taken(page(applicant, "decision_pdf", application.pk))[:5] == b"%PDF-"
    assert page(applicant, "decision_word", application.pk).status_code == 403
    assert "no. 7 of" in words(applicant.get(application.get_absolute_url()))


def test_one_number_is_given_once_a_year(here):
    first, second = decided(here), decided(here)
    today = timezone.localdate()
    facts = {"number": 3, "symbol": "SKHCN-TĐC", "issued_on": today, "by": here.specialist}
    register_decision(decision=first.decision, **facts)
    client = here.client(here.specialist)
    response = send(
        client, "decision_register", second.pk, number=3, symbol="SKHCN-TĐC", issued_on=f"{today:%d/%m/%Y}"
    )
    assert (response.status_code, first.code in words(response)) == (409, True)


def test_signed_minutes_are_kept_although_the_enterprise_sent_the_same_file(here):
    application = under_appraisal(here)
    bytes_sent = b"%PDF-1.7 thu"
    Attachment.objects.create(
        application=application,
        name="Giấy tờ.pdf",
        size=len(bytes_sent),
        sha256=sha256(bytes_sent).hexdigest(),
        added_by=here.applicant,
    )
    client = here.client(here.specialist)
    signed = SimpleUploadedFile("Biên bản.pdf", bytes_sent)
    today = f"{timezone.localdate():%d/%m/%Y}"
    send(client, "decision_minutes", application.pk, council_on=today, minutes="Nhất trí.", signed=signed)
    kept = Attachment.objects.get(is_minutes=True)
    link = reverse("support:attachment_file", args=[application.pk, kept.pk])
    assert f'<a href="{link}">Biên bản.pdf</a>' in words(page(client, "decision_detail", application.pk))
