"""Many hand in, begin or take back at the same moment: numbers without gaps, one draft, one receipt."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from common.errors import RuleBroken
from journal.actions import advance
from journal.models import Entry
from support.actions import drafts
from support.actions.submitting import submit, withdraw
from support.models import Application, ReceiptCounter
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.support import (
    ApplicationFactory,
    RequestedItemFactory,
    SupportContentFactory,
    support_stage,
)
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY, ABREAST = 200, 40  # submissions, and connections a test may hold


def now():
    return timezone.now()


def ready(here, enterprise=None):
    """A draft that lacks nothing."""
    draft = ApplicationFactory(
        plan=here.plan,
        enterprise=enterprise or here.enterprise,
        situation="Đang làm thủ công.",
        purpose="Chứng nhận ISO 9001.",
        contact_name="Nguyễn Văn A",
        contact_phone="0901 234 567",
    )
    RequestedItemFactory(application=draft, content=here.content, wish="Tư vấn ISO 9001.")
    return draft


def hand_in(draft, by):
    return lambda: submit(draft, by=by, now=now(), has_read_notice=True).number


def test_two_hundred_who_hand_in_at_once_get_the_numbers_one_to_two_hundred():
    here = support_stage()
    acts = []
    for _each in range(MANY):
        enterprise = EnterpriseFactory(province=here.province)
        person = EnterpriseMembershipFactory(enterprise=enterprise).user
        acts.append((ready(here, enterprise), person))
    each = MANY // ABREAST

    def several(part):
        """One connection hands in several, one after another."""
        return lambda: [hand_in(draft, person)() for draft, person in part][-1]

    at_once(*(several(acts[at * each : (at + 1) * each]) for at in range(ABREAST)))
    rows = Application.objects.order_by("number")
    assert [row.number for row in rows] == list(range(1, MANY + 1))
    assert len({row.code for row in rows}) == MANY
    assert ReceiptCounter.objects.get().last == MANY


def test_handing_in_twice_at_the_same_moment_gives_one_receipt():
    here = support_stage()
    colleague = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user
    draft = ready(here)
    outcomes = at_once(
        *(hand_in(draft, who) for who in (here.applicant, colleague, here.applicant, colleague))
    )
    assert outcomes == [1, 1, 1, 1]
    assert Entry.objects.filter(action="submit").count() == 1


def test_a_refused_submission_uses_no_number():
    here = support_stage()
    incomplete = ApplicationFactory(plan=here.plan, enterprise=here.enterprise)
    other = EnterpriseMembershipFactory(enterprise__province=here.province)
    outcomes = at_once(
        hand_in(incomplete, here.applicant), hand_in(ready(here, other.enterprise), other.user)
    )
    assert outcomes == ["incomplete", 1]


def test_two_people_who_begin_at_once_have_one_draft():
    here = support_stage()
    colleague = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user

    def begin(who):
        return lambda: (
            drafts.start(
                here.enterprise, here.plan, by=who, on=timezone.localdate(), contents=[here.content]
            ).application.pk
        )

    outcomes = at_once(*(begin(who) for who in (here.applicant, colleague, here.applicant, colleague)))
    draft = Application.objects.get()
    assert (outcomes, draft.items.count()) == ([draft.pk] * 4, 1)


def test_discarding_while_somebody_hands_in_ends_in_one_of_the_two():
    here = support_stage()
    draft = ready(here)
    outcomes = at_once(hand_in(draft, here.applicant), lambda: drafts.discard(draft, by=here.applicant))
    assert outcomes in ([1, "closed"], ["gone", "done"])
    assert Application.objects.count() == (1 if outcomes[0] == 1 else 0)


def while_held(first, then):
    """What ``then`` gives on its own connection, begun while ``first`` is done and not yet committed."""

    def after():
        try:
            return then()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(after)
            sleep(0.5)
        return waiting.result()


def test_a_content_chosen_while_a_colleague_hands_in_goes_into_a_new_draft():
    here = support_stage()
    draft, more = ready(here), SupportContentFactory(plan=here.plan)
    begun = while_held(
        hand_in(draft, here.applicant),
        lambda: drafts.start(
            here.enterprise, here.plan, by=here.applicant, on=timezone.localdate(), contents=[more]
        ),
    )
    assert [item.content for item in draft.items.all()] == [here.content]
    assert (begun.is_new, [item.content for item in begun.application.items.all()]) == (True, [more])


def test_a_content_chosen_while_a_colleague_discards_goes_into_a_new_draft():
    here = support_stage()
    draft = ready(here)
    begun = while_held(
        lambda: drafts.discard(draft, by=here.applicant),
        lambda: drafts.start(
            here.enterprise, here.plan, by=here.applicant, on=timezone.localdate(), contents=[here.content]
        ),
    )
    assert (begun.is_new, begun.application.items.count()) == (True, 1)


def test_who_saves_too_late_reads_the_name_of_whoever_saved_while_they_waited():
    here = support_stage()
    colleague = EnterpriseMembershipFactory(enterprise=here.enterprise, role="member").user
    draft = ready(here)

    def entry(words):
        return drafts.DraftEntry(situation=words, purpose="", contact_name="B", contact_phone="1")

    def late():
        with translation.override("en"), pytest.raises(RuleBroken) as no:
            drafts.save(draft, entry("Hai."), version=1, by=here.applicant, now=now())
        return no.value.reason

    words = while_held(lambda: drafts.save(draft, entry("Một."), version=1, by=colleague, now=now()), late)
    assert f"{colleague} saved this draft" in words


def test_saving_while_somebody_hands_in_never_changes_what_was_handed_in():
    here = support_stage()
    draft = ready(here)
    entry = drafts.DraftEntry(situation="Khác.", purpose="Khác.", contact_name="B", contact_phone="1")
    outcomes = at_once(
        hand_in(draft, here.applicant),
        lambda: drafts.save(draft, entry, version=1, by=here.applicant, now=now()),
    )
    draft.refresh_from_db()
    assert (outcomes, draft.purpose) in (
        ([1, "closed"], "Chứng nhận ISO 9001."),
        ([1, "done"], "Khác."),
    )


def test_taking_back_while_dost_takes_it_up_ends_in_one_story():
    here = support_stage()
    row = here.submitted()
    outcomes = at_once(
        lambda: withdraw(row, by=here.applicant, reason="Đổi kế hoạch.", on=timezone.localdate()),
        lambda: advance(row, "appraise", by=here.specialist),
    )
    row.refresh_from_db()
    assert (outcomes, row.state) in (
        (["done", "done"], "withdrawn"),
        (["done", "moved_on"], "withdrawn"),
    )
