"""From the public catalogue to an outcome that counts; a refusal and asking again; once and no second time."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from journal.queries import newest_lines
from programmes.models import PolicyKind
from support.models import Application, Support
from support.queries.history import ACTS
from tests.journeys.applying import draft, find_it_in_the_catalogue, hand_in, look_it_up, register
from tests.journeys.counter import (
    APPLICANT,
    ASKED,
    BRANCH,
    NAME,
    TEN,
    counter,  # noqa: F401 - a fixture
    somebody_of,
    under_appraisal,
)
from tests.journeys.following import accept, certify, count_it, pay, read_the_number_back, sign_and_begin
from tests.journeys.handling import (
    REFUSAL,
    appraise,
    ask_and_answer,
    check_every_line,
    decide,
    propose,
    take_it_up,
    take_the_letter,
    write_the_minutes,
)
from tests.journeys.looking import confirm

HALF = 50_000_000  # đồng
SCREENS = [{}, {"phone": True, "javascript": False}]


@pytest.fixture(params=SCREENS, ids=["office", "phone without JavaScript"])
def screen(request):
    return request.param


def test_an_application_becomes_an_outcome_that_counts(counter, worker, tmp_path):  # noqa: F811 - a fixture
    worker.start()
    find_it_in_the_catalogue(counter)
    register(counter)
    draft(counter, tmp_path)
    hand_in(counter)
    look_it_up(counter)
    take_it_up(counter)
    ask_and_answer(counter, tmp_path, 1)
    ask_and_answer(counter, tmp_path, 2)
    check_every_line(counter)
    appraise(counter)
    write_the_minutes(counter, tmp_path)
    propose(counter, "granted", "refused")
    assert counter.item(0).amount == HALF  # of the cost that was recognised; the cap is higher
    decide(counter, "50.000.000", REFUSAL)
    assert counter.again().state == "granted"
    assert "50.000.000" in take_the_letter(counter, tmp_path)
    sign_and_begin(counter)
    accept(counter, tmp_path)
    pay(counter)
    certify(counter)
    target, period = count_it(counter)
    read_the_number_back(counter, target, period, tmp_path)
    done = {line.action for line in newest_lines(counter.application, most=200)}
    assert sorted(done - set(ACTS)) == []  # the history of the page has words for every step of the way
    assert counter.faults() == []


def test_a_refusal_names_its_clause_and_leads_to_asking_again(counter, worker, tmp_path):  # noqa: F811 - a fixture
    worker.start()
    counter.application = under_appraisal(counter, somebody_of(counter, APPLICANT, TEN, NAME), 0, 1)
    propose(counter, "refused", "refused")
    clause = counter.clause(PolicyKind.CONDITION)
    decide(counter, REFUSAL, clause.text.rstrip("."))
    assert (counter.again().state, Support.objects.count()) == ("refused", 0)
    assert REFUSAL in take_the_letter(counter, tmp_path)
    page = counter.open(APPLICANT)
    assert [words in page.inner_text("main") for words in (REFUSAL, clause.text)] == [True, True]
    again = reverse("support:application_clone", args=[counter.application.pk])
    confirm(page, f"form[action='{again}'] button")
    fresh = Application.objects.get(cloned_from=counter.application)
    page.wait_for_url(f"**{reverse('support:application_edit', args=[fresh.pk])}*")
    counter.look(page)
    expect(page.locator("#id_head-purpose")).to_have_value(counter.application.purpose)
    assert sorted(item.content.code for item in fresh.items.all()) == sorted(ASKED)
    assert counter.faults() == []


def test_a_branch_is_not_given_what_its_parent_was_given(counter, worker):  # noqa: F811 - a fixture
    """Both were proposed before either was decided: the leader grants the first and is told why not the second."""
    worker.start()
    parent = somebody_of(counter, APPLICANT, TEN, NAME)
    branch = somebody_of(counter, BRANCH, f"{TEN}-001", "Chi nhánh Sao Mai (thử)")
    first, second = (under_appraisal(counter, who, 0, number=n) for n, who in ((1, parent), (2, branch)))
    for counter.application in (first, second):
        propose(counter, "granted")
    counter.application = first
    decide(counter)
    counter.application = second
    refused = decide(counter).inner_text("main")
    clause = counter.clause(PolicyKind.ONCE_PER_CONTENT)
    assert [words in refused for words in (first.code, clause.text)] == [True, True]
    assert [support.item.application for support in Support.objects.all()] == [first]
    assert counter.again().state == "proposed"
    content = counter.content(0)
    page = counter.at(
        BRANCH, "support:application_start", query=f"?noi-dung={content.plan.key}/{content.code}"
    )
    counter.look(page)
    warned = page.locator(f".content-row:has(#content-{content.pk}) .cautions .grave")
    warned.locator("summary").first.click()
    assert [words in warned.all_inner_texts()[0] for words in (first.code, clause.text)] == [True, True]
    # the one thing a console says is that the second decision was refused
    assert [said for said in counter.faults() if "409 (Conflict)" not in said] == []
