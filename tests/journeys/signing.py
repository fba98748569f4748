"""The people around the report of Hưng Yên for 2023, and what they press until it is issued."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from consolidation.models import Report
from consolidation.queries.incoming import placing_of
from organisations.models import Organisation, Role
from programmes.models import NationalTaskGroup
from reporting.loading import load_periods
from reporting.models import ReportingPeriod
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.journeys.looking import Looked, confirm
from tests.journeys.office import PASSWORD, made, saved, taken, typed
from tests.reporting.filling import a_figure, a_line, a_submission

SPECIALIST, LEADER = "chuyen-vien.thu@hung-yen.example", "lanh-dao.thu@hung-yen.example"
LATE = (
    ("Sở Công Thương", "Đã phát 08 phóng sự về năng suất chất lượng (thử).", "3"),
    ("Sở Nông nghiệp và Môi trường", "Đã in 500 tờ rơi về truy xuất nguồn gốc (thử).", "4"),
)
SECTION = "I.2.2"  # communication: where the outline puts what the two departments send


class Signing(Looked):
    """Who writes, who signs, and where the report stands."""

    @property
    def period(self):
        return ReportingPeriod.objects.get(plan__key="hung-yen-101-2021", year=2023)

    @property
    def report(self):
        """The newest version, as it is now."""
        return Report.objects.with_place().filter(period=self.period).latest("version")

    @property
    def unplaced(self):
        return len(placing_of(self.report).unplaced)

    @property
    def printed_code(self):
        """The code of verification as it stands on the paper."""
        code = self.report.verify_code
        return "-".join((code[:4], code[4:8], code[8:]))

    def texts(self, section=SECTION):
        return list(
            self.report.passages.filter(section=section).order_by("position").values_list("text", flat=True)
        )

    def open(self, email):
        """The report's page, looked at in each state."""
        page = self.at(email, "consolidation:report_detail", self.report.pk)
        self.look(page, stage=f"{self.report.state} v{self.report.version}")
        return page

    def board(self, section=SECTION):
        """The board of a section, which the specialist writes on."""
        page = self.at(SPECIALIST, "consolidation:board_section", self.report.pk, section)
        self.look(page)
        return page

    def push(self, page, act):
        """A button of the board by how its act begins; the page comes anew."""
        with page.expect_navigation():
            page.locator(f"button[value^='{act}']:visible:not([tabindex])").first.click()

    def write(self, page, passage, words):
        """Word a passage anew; the page saves itself, or the button does."""
        page.fill(f"#p{passage.pk} textarea", words)
        saved(page, self.has_script)
        passage.refresh_from_db()
        assert passage.text == words

    def step(self, email, name, **words):
        """A step from the report's page: go there, fill in, confirm; back on the report's page."""
        page = self.open(email)
        self.follow(page, reverse(f"consolidation:report_{name}", args=[self.report.pk]))
        self.fill_and_confirm(page, **words)
        return page

    def comment(self, passage, words):
        """What the leader says beside a passage."""
        page = self.at(LEADER, "consolidation:report_read", self.report.pk)
        self.look(page)
        place = page.locator(f"#p{passage.pk}")
        place.locator("details.say summary").click()
        place.locator("textarea[name=text]").fill(words)
        confirm(page, f"#p{passage.pk} details.say button[type=submit]")
        return self.report.comments.get(text=words)

    def findings(self, severity="error"):
        """What the page of the checks says now."""
        page = self.at(SPECIALIST, "consolidation:report_checks", self.report.pk)
        self.look(page)
        return page.locator(f"main li.finding-{severity}")

    def give_reasons(self, words):
        """A reason for every warning, one after the other."""
        page = self.at(SPECIALIST, "consolidation:report_checks", self.report.pk)
        asked = page.locator("main li.finding:has(button)").filter(has=page.locator("textarea"))
        while left := asked.count():
            first = asked.first
            if not first.locator("textarea").is_visible():
                first.locator("details:has(form) > summary").click()
            first.locator("textarea").fill(words)
            with page.expect_navigation():
                first.locator("button[type=submit]").click()
            expect(asked).to_have_count(left - 1)

    def printed(self, folder):
        """The PDF once the worker has made it, as the specialist takes it away."""
        made("render_report")
        report = self.report
        page = self.open(SPECIALIST)
        address = reverse("consolidation:report_file", args=[report.pk])
        return taken(page, f"a[href='{address}']", folder / f"v{report.version}.pdf")

    def ask(self, *, file=None, words=""):
        """What a stranger is told at the page of verification: the tone of the answer and its words."""
        page = self.visitor_at("consolidation:verify")
        self.look(page)
        if file:
            page.set_input_files("main form input[name=file]", file)
        page.fill("main form input[name=words]", words)
        confirm(page)
        self.look(page, stage="answered")
        told = page.locator("main .notice").first
        return told.get_attribute("class").split("notice-")[-1].split()[0], told.inner_text()


@pytest.fixture
def hung_yen(transactional_db, visitor, screen):
    """The report's period as it is loaded, and in DOST a specialist and a leader."""
    call_command("load_plans", verbosity=0)
    load_periods("hung-yen-2023", by=UserFactory())
    dost = Organisation.objects.get(key="hung-yen/DOST")
    for email, role in ((SPECIALIST, Role.SPECIALIST), (LEADER, Role.LEADER)):
        user = UserFactory(email=email)
        user.set_password(PASSWORD)
        user.save()
        MembershipFactory(user=user, organisation=dost, role=role)
    return Signing(visitor, screen)


def two_more_forms_come_in(period):
    """Two departments' forms, accepted after the report was started."""
    group = NationalTaskGroup.objects.get(programme__key="P1322", code="NG2")
    for unit, words, classes in LATE:
        line = a_line(a_submission(period, unit), national_group=group, narrative=words)
        a_figure(line, classes)


def today():
    """As people type it."""
    return typed(timezone.localdate())
