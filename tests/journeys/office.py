"""The people of one province around one form, and what they press; used by the journey through a year."""

import datetime as dt
import re
import subprocess

import pytest
from django.core.management import call_command
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from jobs.models import Job
from organisations.models import Organisation, Role
from portal import demo
from programmes.models import Plan
from reporting.models import ReportingPeriod, Submission
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.jobs.worker import until

PASSWORD = demo.facts()["password"]
PLAN = "ha-giang-125-2021"  # a plan of a former province, carried on by Tuyên Quang
YEAR = 2024  # the year after the last one that was reported
DESK, FOCAL, LEADER, SILENT = (
    "chuyen-vien.tuyen-quang@demo.example",
    "dau-moi.tuyen-quang@demo.example",
    "lanh-dao-don-vi.tuyen-quang@demo.example",
    "dau-moi.so-cong-thuong.tuyen-quang@demo.example",
)


class Office:
    """Who sits where, and where the form stands now."""

    def __init__(self, visitor, screen):
        self.visitor, self.screen = visitor, screen
        self.has_script = screen.get("javascript", True)
        self.people = {}

    @property
    def period(self):
        return ReportingPeriod.objects.get(plan__key=PLAN, year=YEAR)

    @property
    def form(self):
        return self.form_of("DAE")

    def form_of(self, unit):
        return Submission.objects.get(period=self.period, organisation__key=f"tuyen-quang/{unit}")

    def line(self, code):
        """The form's line about a task, as it is now."""
        return self.form.lines.get(task__code=code)

    def person(self, email):
        """Somebody at their own screen, signed in once for the whole journey."""
        if email not in self.people:
            self.people[email] = self.visitor(**self.screen).sign_in(email, PASSWORD)
        return self.people[email]

    def at(self, email, name, *arguments, query=""):
        """The page somebody goes to."""
        return self.person(email).go(reverse(name, args=arguments) + query)

    def press(self, email, step, *, unit="DAE", **words):
        """Take a step from the form's own page: open it there, fill ``words`` in, confirm; a part is ticked first."""
        form = self.form_of(unit)
        page = self.person(email).go(form.get_absolute_url())
        address = reverse(f"reporting:submission_{step}", args=[form.pk])
        page.locator(f"a[href^='{address}']").first.click()
        page.wait_for_url(f"**{address}*")
        for name, value in words.items():
            if name.endswith("_reason"):
                page.check(f"main [name={name.removesuffix('_reason')}]")
            page.fill(f"main [name={name}]", value)
        page.locator(f"main form[action^='{address}'] button[type=submit]").click()
        page.wait_for_url(f"**{form.get_absolute_url()}")
        return page

    def status_in_matrix(self, unit="DAE"):
        """What the matrix says about a unit, as the name of its chip."""
        page = self.at(DESK, "reporting:period_matrix", self.period.pk)
        row = page.locator("tbody tr", has=page.locator(f"input[value='{self.form_of(unit).pk}']"))
        return re.search(r"status-(?!compact|letter)([a-z-]+)", chip_of(row))[1]

    def faults(self):
        """What went wrong on any screen."""
        return [fault for person in self.people.values() for fault in person.faults]


def chip_of(row):
    return row.locator("td .status").first.get_attribute("class")


@pytest.fixture
def people(transactional_db):
    """The trial as it is loaded, and in two departments of Tuyên Quang the people it has none for."""
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    for unit, role, email in (("DAE", Role.UNIT_LEADER, LEADER), ("DOIT", Role.FOCAL_POINT, SILENT)):
        user = UserFactory(email=email)
        user.set_password(PASSWORD)
        user.save()
        organisation = Organisation.objects.get(key=f"tuyen-quang/{unit}")
        MembershipFactory(user=user, organisation=organisation, role=role)
    return Plan.objects.get(key=PLAN)


def a_night_passes(period):
    """The clock goes on and the period's days stay: the same as every day of the period lying one day earlier."""
    names = ("cutoff_on", "opens_on", "due_on", "locks_on")
    ReportingPeriod.objects.filter(pk=period.pk).update(**{name: F(name) - dt.timedelta(1) for name in names})


def typed(day):
    """A day as people type it."""
    return day.strftime("%d/%m/%Y")


def made(kind):
    """Wait until the worker has made the newest paper of a kind."""
    newest = Job.objects.filter(kind=kind).latest("pk")
    until(lambda: Job.objects.filter(pk=newest.pk, status__in=["done", "failed"]).exists())
    newest.refresh_from_db()
    assert (newest.status, newest.problem) == ("done", "")


def taken(page, selector, target):
    """Download what a link gives."""
    with page.expect_download() as download:
        page.locator(selector).first.click()
    download.value.save_as(target)
    return target


def words_of(file):
    """The words of a PDF, in one line."""
    told = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", told)


def saved(page, has_script):
    """Save the draft by the button, or wait until the page has done so itself."""
    if has_script:
        page.evaluate("document.activeElement.blur()")
        expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    else:
        page.locator(".entry-foot button[value=draft]").click()
        page.wait_for_load_state()
