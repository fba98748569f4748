"""Nothing of one province is read in another: on no page, in no file, search, mail, error, count or program's answer.

Every private model holds a row of Hưng Yên that carries a secret word. People of Hà Nội and visitors ask for every address
that is open to them before and after these rows appear: the word stands nowhere, and nothing they read has changed. People
of Hưng Yên ask for, and send to, every address of records of Hà Nội that carry the word.
"""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from api.actions.ending import remind_of_ends
from api.models import Token
from consolidation.models import Report
from enterprises.actions.reminding import remind_of_expiries
from enterprises.models import Certificate, Enterprise, EnterpriseMembership, ExpiryReminder
from jobs.models import Job
from journal.models import Change
from organisations.models import Organisation, Province
from organisations.queries import working_calendar
from outbox.actions.gathering import gather
from outbox.models import Mail, Notice
from programmes.models import Plan
from reporting.actions.reminders import remind
from reporting.models import ReportingPeriod, Submission
from support.actions import effects, telling_of_opinions, waiting
from support.models import OpinionRequest, SupportContent
from tests.architecture import rights
from tests.architecture.planted import (
    HOMES,
    OPEN,
    SECRET,
    SOUGHT,
    data_of,
    mark,
    people_of,
    plant,
    private_models,
    rows_of,
    texts_of,
    unplaced,
)
from tests.architecture.rights import MACHINES, RIGHTS
from tests.architecture.sweeping import Browser, asked, followed, unpacked, words_of
from tests.factories.api import Program, a_token
from tests.rooms import rooms

pytestmark = pytest.mark.django_db

OTHER_PLAN = "hung-yen-101-2021"
SEARCHES = ("reporting:record_choose",)  # what else is searched, on pages of one record
INSIDE = (rights.SPECIALIST, rights.FOCAL, rights.APPLICANT, rights.VISITOR)
# a page's keys and marks, new with each request
CHANGING = re.compile(
    r'csrfmiddlewaretoken[^>]*>|X-CSRFToken[^>]*>|data-page="[^"]*"|"why-[0-9a-f]+"|boundary="[^"]*"|--=+\d+=+(?:--)?|'
    r"\d\d:\d\d(?::\d\d)?|\d{4}-\d\d-\d\dT[\d:.+]*|value=\"[A-Za-z0-9_:.-]{40,}\""
)
# what everybody reads of every province grows with each of them
GROWING = {
    "support:content_list": "what plans offer is public",
    "support:application_start": "so it is here, where one chooses the plan",
    "operations:metrics": "figures for machines near by",
    "operations:deep": "so here",
}


@dataclass(frozen=True)
class Told:
    """What the people of Hà Nội read before and after the rows of Hưng Yên appeared: (role, address) → text."""

    before: dict[tuple[str, str], str]
    after: dict[tuple[str, str], str]
    marked: dict[str, list[str]]


def read(client, address) -> str:
    """What an address tells, its heads too; whatever asking changes is taken back."""
    with transaction.atomic():
        told = words_of(client.get(address))
        transaction.set_rollback(True)
    return told


def read_by(roles, people, places) -> dict[tuple[str, str], str]:
    """Every page and file that the table opens to these people of Hà Nội, as they read it."""
    return {
        (role, name): read(client, places(name))
        for role, client in ((role, Browser(people.get(role))) for role in roles)
        for name, right in RIGHTS.items()
        if "GET" in right.methods and role in right.get
    }


@pytest.fixture(scope="module")
def told(written_once, django_db_blocker):
    """The rows of Hưng Yên stay for all tests of this file."""
    people, places, folder = written_once
    with django_db_blocker.unblock(), override_settings(**rooms(folder)):
        before = read_by((rights.SPECIALIST, rights.APPLICANT), people, places)
        marked = plant(Plan.objects.get(key=OTHER_PLAN))
        return Told(before, read_by(INSIDE, people, places), marked)


@pytest.fixture
def there(told, world):
    """The province nobody of Hà Nội looks into."""
    return Province.objects.get(slug="hung-yen")


def without_arguments() -> dict[str, str]:
    """The addresses of pages that need to know nothing."""
    found = {}
    for name, right in RIGHTS.items():
        try:
            found |= {name: reverse(name)} if "GET" in right.methods else {}
        except NoReverseMatch:
            continue
    return found


def telling(texts: dict, word: str = SECRET) -> list:
    """The places where the word stands."""
    return sorted(place for place, text in texts.items() if word in text)


def test_every_model_is_planted_or_has_its_reason():
    assert unplaced({**HOMES, **OPEN}) == []
    assert set(HOMES) & set(OPEN) == set()


def test_a_new_model_is_noticed():
    assert unplaced({label for label in {**HOMES, **OPEN} if label != "support.Need"}) == ["support.Need"]


def test_every_private_model_holds_the_word(told, there):
    bare = [model._meta.label for model in private_models() if not rows_of(model, there).exists()]
    dumb = [
        model._meta.label
        for model in private_models()
        if texts_of(model) and not told.marked[model._meta.label]
    ]
    assert (bare, dumb) == ([], [])


def test_data_of_their_own_shape_hold_the_word_too(told):
    """What is kept as JSON: composed papers, certified forms, results of jobs, dry runs, answers to programs."""
    lacking = {
        f"{model._meta.label}.{name}"
        for model in private_models()
        for name in data_of(model)
        if name not in told.marked[model._meta.label]
    }
    assert lacking == set()


def test_whoever_may_read_it_does(told, there):
    """Otherwise its absence would prove nothing: the word is on many kinds of pages, in files and in the search."""
    inside = Browser(User.objects.get(email__endswith="chuyen-vien.hung-yen@demo.example"))
    pages = {name: read(inside, f"{address}?q={SOUGHT}") for name, address in without_arguments().items()}
    assert len(telling(pages)) >= 12
    assert {"portal:search", "portal:search_suggestions", "enterprises:enterprise_list"} <= set(
        telling(pages)
    )


def test_no_page_or_file_tells_it(told):
    assert telling(told.after) == []
    assert len(told.after) > 300


def test_nothing_that_is_read_changes_with_what_happens_elsewhere(told):
    """Counts, too: pages and files are the same to the letter."""

    def body(text):
        return CHANGING.sub("", text.partition("}\n")[2])

    changed = [place for place in told.before if body(told.before[place]) != body(told.after[place])]
    assert [place for place in changed if place[1] not in GROWING] == []
    assert {name for _role, name in changed} & {"support:content_list"}  # a change would be seen


def test_no_search_finds_it(told, world, places):
    searches = without_arguments() | {name: places(name) for name in SEARCHES}
    pages = {
        (role, name): read(client, f"{address}?q={SOUGHT}")
        for role, client in ((role, Browser(world.get(role))) for role in INSIDE)
        for name, address in searches.items()
        if role in RIGHTS[name].get
    }
    assert telling(pages) == []


def test_no_list_or_paper_made_as_long_work_tells_it(told, world, places):
    """Exports of the desk and of supports, all data of an enterprise, the paper of all provinces."""
    acts = {
        "support:desk_export": rights.SPECIALIST,
        "support:support_export": rights.SPECIALIST,
        "support:own_data": rights.APPLICANT,
        "consolidation:rollup_country_paper": rights.SPECIALIST,
        "consolidation:rollup_province_paper": rights.SPECIALIST,
    }
    newest, texts = Job.objects.latest("pk").pk, {}
    for name, role in acts.items():
        for kind in ("xlsx", "csv") if name.endswith("export") else ("",):
            response = Browser(world[role]).post(places(name), {"kind": kind} if kind else {})
            texts[name, kind] = words_of(response)
            assert response.status_code < 400
    jobs = Job.objects.filter(pk__gt=newest)
    texts |= {(job.kind, job.pk): unpacked(followed(job)) for job in jobs}
    assert len(jobs) >= 3
    assert telling(texts) == []


def test_no_mail_tells_it(told, there, world):
    """Whatever waits is gathered into mails; those who act in Hưng Yên alone, the ministry and administrators may read it."""
    newest = Notice.objects.latest("pk").pk
    do_what_is_due(there)
    day = working_calendar().on_or_after(timezone.localdate())
    gather(timezone.localtime().replace(year=day.year, month=day.month, day=day.day, hour=10))
    country = User.objects.filter(is_superuser=True) | User.objects.filter(email__startswith="bo-khcn@")
    insiders = [*people_of(there).values_list("pk", flat=True), *country.values_list("pk", flat=True)]
    mails = Mail.objects.exclude(user__in=insiders)
    notices = Notice.objects.exclude(user__in=insiders)
    texts = {f"mail {mail.pk}": f"{mail.subject}{mail.text}{mail.html}" for mail in mails}
    texts |= {f"notice {notice.pk}": f"{notice.title}{notice.body}{notice.url}" for notice in notices}
    assert telling(texts) == []
    assert mails.count() > 1
    own = Notice.objects.filter(pk__gt=newest).filter(Q(title__contains=SECRET) | Q(body__contains=SECRET))
    assert own.values("kind").distinct().count() >= 3


def do_what_is_due(there):
    """All that speaks by itself, on the days on which it does, about rows of the other province."""
    today = timezone.localdate()
    rows_of(Certificate, there).update(expires_on=today + dt.timedelta(3))
    rows_of(Token, there).update(expires_on=today + dt.timedelta(3), revoked_at=None)
    rows_of(OpinionRequest, there).update(due_on=today, asked_at=timezone.now() - dt.timedelta(9))
    ExpiryReminder.objects.create(days_before=30)
    remind_of_expiries(today)
    remind_of_ends(today)
    telling_of_opinions.remind(today)
    waiting.warn(today)
    effects.ask_for_effects(today)
    for period in ReportingPeriod.objects.filter(plan__province=there):
        for days in (-1, 0, 1):
            remind(period.due_on + dt.timedelta(days))


def test_no_program_is_told_it(told, there, world):
    """Lists and records of the other province, asked for with a token of the first."""
    first = {
        "api:plan": OTHER_PLAN,
        "api:period": ReportingPeriod.objects.filter(plan__province=there).first().pk,
        "api:report": Report.objects.filter(period__plan__province=there).first().pk,
        "api:enterprise": Enterprise.objects.filter(province=there).first().pk,
        "api:submission": Submission.objects.filter(period__plan__province=there).first().pk,
    }
    texts = {}
    for role in (rights.SPECIALIST, rights.UNIT_LEADER):
        program = Program(a_token(world[role].memberships.first().organisation, holder=world[role])[1])
        for name in MACHINES:
            known = next((pk for key, pk in first.items() if name == key or name.startswith(f"{key}_")), None)
            response = program.get(reverse(name, args=[known] if known else []), {"q": SOUGHT})
            texts[role, name] = words_of(response)
            assert known in {None, OTHER_PLAN} or response.status_code in {404, 405}, name
    assert telling(texts) == []


HELD_LINKS = {"accounts:address_answer", "organisations:invitation_accept"}  # the link itself is the right


def test_no_refusal_tells_it(told, there, world, places):
    """Every record of Hà Nội, marked in its turn, asked for and sent to by people of Hưng Yên."""
    for model in private_models():
        mark(model, Province.objects.get(slug="ha-noi"), f" {SECRET}hn")
    applicant = EnterpriseMembership.objects.filter(enterprise__province=there).first().user
    texts = {}
    for person, methods in ((world[rights.OTHER_PROVINCE], ("GET", "POST")), (applicant, ("GET",))):
        client = Browser(person)
        for name, right in RIGHTS.items():
            if name in HELD_LINKS:
                continue
            for method in [method for method in methods if method in right.methods]:
                texts[person.pk, method, name] = words_of(asked(client, method, places(name)))
    assert telling(texts, f"{SECRET}hn") == []


CHOICES = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
NUMBERS = re.compile(r'value="(\d+)"')


def test_no_form_takes_a_row_of_the_other_province(told, there, world, places):
    """Whatever a list lets one choose is sent with keys of the other province: nothing there changes, nothing is told."""
    foreign = {
        "enterprise": Enterprise.objects.filter(province=there).last().pk,
        "person": people_of(there).last().pk,
        "office": Organisation.objects.filter(province=there).last().pk,
        "content": SupportContent.objects.filter(plan__province=there).last().pk,
        "form": Submission.objects.filter(period__plan__province=there).last().pk,
    }
    theirs = {
        (model._meta.label_lower, pk)
        for model in private_models()
        for pk in rows_of(model, there).values_list("pk", flat=True)
    }
    newest, faults, tried = Change.objects.latest("pk").pk, [], 0
    for (role, name), text in told.after.items():
        right = RIGHTS[name]
        if "POST" not in right.methods or role not in right.post:
            continue
        fields = [field for field, options in CHOICES.findall(text) if NUMBERS.search(options)]
        for kind, pk in foreign.items() if fields else ():
            with transaction.atomic():
                client = Browser(world.get(role))
                response = client.post(places(name), dict.fromkeys(fields, pk))
                tried += 1
                said = words_of(response)
                said += words_of(client.get(response["Location"])) if response.status_code == 302 else ""
                touched = {
                    (change.record_type, change.record_id) for change in Change.objects.filter(pk__gt=newest)
                }
                if SECRET in said or touched & theirs:
                    faults.append((role, name, kind))
                transaction.set_rollback(True)
    assert faults == []
    assert tried > 20
