"""The page of an application: head, days, next step, parts, history, as each side reads it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from journal.actions import advance, note_down
from support.actions import drafts
from support.actions.assigning import release, take
from support.actions.content import DraftEntry
from support.actions.drafts import save
from support.queries.history import history_of
from tests.factories.support import RequiredPaperFactory, support_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return support_stage()


def page(user, row):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(user)
    return browser.get(row.get_absolute_url())


def labels(answer):
    return [(str(step["label"]), step["tone"]) for step in answer.context["head"]["steps"]]


def titles(answer):
    return [str(part["section"].key) for part in answer.context["parts"]]


def history(answer):
    [part] = [part for part in answer.context["parts"] if part["section"].key == "lich-su"]
    return [str(line.words) for line in part["lines"]]


def test_a_draft_leads_to_its_form(here):
    row = drafts.start(here.enterprise, here.plan, by=here.applicant, on=timezone.localdate()).application
    answer = page(here.applicant, row)
    assert labels(answer) == [("Go on filling in", "primary")]
    assert page(here.specialist, row).status_code == 404


def test_the_enterprise_reads_its_own_words_and_the_office_its_own(here):
    row = here.submitted(due_on=None)
    ours, office = page(here.applicant, row), page(here.specialist, row)
    assert (ours.context["head"]["words"], office.context["head"]["words"]) == (
        "Received, being checked",
        "Received",
    )
    assert labels(ours) == [("The receipt", "outline-primary"), ("Take back", "outline-primary")]
    assert labels(office)[0] == ("Check the dossier", "primary")
    assert "Waits for the specialist." in office.content.decode()
    assert "no day is laid down for the decision" in ours.content.decode()


def test_a_refused_application_offers_to_apply_again(here):
    row = here.submitted(state="refused", ended_on=timezone.localdate())
    assert labels(page(here.applicant, row))[0] == ("Apply again", "primary")
    assert labels(page(here.specialist, row)) == []


def test_the_public_history_leaves_out_what_stays_inside_the_office(here):
    row = here.submitted()
    note_down(row, "check", by=here.specialist, results={})
    note_down(row, "something_new", by=here.specialist)
    advance(row, "appraise", by=here.specialist, note="Nội bộ: ưu tiên.")
    assert history(page(here.applicant, row)) == [
        "DOST found the dossier complete and began the appraisal",
    ]
    assert "Nội bộ" not in page(here.applicant, row).content.decode()
    assert here.specialist.full_name not in page(here.applicant, row).content.decode()
    assert history(page(here.specialist, row)) == [
        "Began the appraisal",
        "something_new",
        "Answered lines of the checklist",
    ]


def test_of_many_saves_in_a_row_one_is_told(here):
    row = drafts.start(here.enterprise, here.plan, by=here.applicant, on=timezone.localdate()).application
    for version, words in enumerate(("Một.", "Hai.", "Ba."), start=1):
        save(row, DraftEntry(purpose=words), version=version, by=here.applicant, now=timezone.now())
    assert history(page(here.applicant, row)) == ["Saved the draft", "Began the draft"]


def test_papers_stand_by_what_the_dossier_has_to_hold(here):
    paper = RequiredPaperFactory(plan=here.plan, name="Giấy chứng nhận")
    row = here.submitted()
    answer = page(here.specialist, row)
    assert paper.name in answer.content.decode()
    assert titles(answer)[:3] == ["phan-cong", "noi-dung", "giay-to"]


def test_a_proposed_verdict_is_not_shown_before_the_decision(here):
    row = here.submitted(state="proposed")
    row.items.update(verdict="refused", reason="Không đúng đối tượng.")
    assert "Không đúng đối tượng." not in page(here.applicant, row).content.decode()
    row = type(row).objects.filter(pk=row.pk)
    row.update(state="refused", ended_on=timezone.localdate())
    assert "Không đúng đối tượng." in page(here.applicant, row.get()).content.decode()
    assert (
        reverse("support:application_clone", args=[row.get().pk])
        in page(here.applicant, row.get()).content.decode()
    )


def test_who_takes_it_up_and_what_is_proposed_of_it_stand_in_the_history_in_words(here):
    row = here.submitted()
    take(row, by=here.specialist)
    release(row, by=here.specialist)
    note_down(row, "propose_item", by=here.specialist)
    assert {line.words for line in history_of(row, is_public=False)} == {
        "Took the application up",
        "Took the assignment away",
        "Proposed a verdict on a content",
    }
    assert history_of(row, is_public=True) == []
