"""Every page of the table of rights, at an office screen and on a phone: readable for everybody, wide enough for nobody."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from operations.jobs import leave_word
from portal import demo
from reporting.models import ReportingPeriod, Submission, WorkbookUpload
from tests.architecture import rights
from tests.architecture.rights import RIGHTS
from tests.architecture.world import ACCOUNTS, peopled, placed

PASSWORD = demo.facts()["password"]
OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
READERS = (
    rights.FOCAL,
    rights.UNIT_LEADER,
    rights.SPECIALIST,
    rights.ADMINISTRATOR,
    rights.APPLICANT,
    rights.VISITOR,
)  # who looks at a page: the first of them who may
NO_PAGES = (
    "_file",
    "_pdf",
    "_word",
    "_excel",
    "_template",
    "_original",
    "_marked",
    "_html",
    "_export",
    "_problems",
    "register_check",  # a fragment
    "search_suggestions",  # another
    ":healthz",
    ":live",
    ":ready",
    ":deep",
    ":metrics",
    ":openapi-json",
    "set_language",
)
NEIGHBOURS = "cac-so.ha-noi"  # the people of five departments whose forms stand at different steps


class Reader:
    """Reads pages at both widths and notes what is wrong with them."""

    def __init__(self, visitor):
        self.visitor, self.people, self.found, self.read = visitor, {}, {}, set()

    def person(self, email):
        if email not in self.people:
            self.people[email] = self.visitor()
            if email:
                self.people[email].sign_in(email, PASSWORD)
        return self.people[email]

    def look(self, name, address):
        """``name`` is the part of the account before the @; None is a visitor."""
        person = self.person(name and (name if "@" in name else f"{name}@demo.example"))
        person.page.set_viewport_size(OFFICE)
        answer = person.page.goto(person.base + address)
        wrong = [] if answer.ok else [f"answers {answer.status}"]
        for size in (OFFICE, PHONE):
            person.page.set_viewport_size(size)
            wrong += [f"{size['width']}: {said}" for said in person.violations()]
            wrong += [f"{size['width']}: wider than the screen"] * person.overflows()
        wrong += person.unstyled()
        wrong += person.faults
        person.faults.clear()
        self.read.add(address)
        if wrong:
            self.found[f"{name} {address}"] = wrong


@pytest.fixture
def world(transactional_db):
    """Kept in the database, because the browser's server reads it, too."""
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    leave_word()
    return peopled()


@pytest.fixture
def reader(transactional_db, visitor):
    return Reader(visitor)


def test_every_page_reads_well_for_everybody(reader, world):
    """No WCAG 2.1 AA violation, no sideways scrolling, no missing style, no fault of a script, no foreign request."""
    places = placed(world)
    fill_the_workbook()
    applicant = world[rights.APPLICANT]
    applicant.set_password(PASSWORD)
    applicant.save()
    accounts = ACCOUNTS | {rights.APPLICANT: applicant.email}
    for name, right in RIGHTS.items():
        who = next((role for role in READERS if role in right.get), None)
        if who and not name.endswith(NO_PAGES):
            query = "?" + chased() if name == "reporting:letter_chase" else ""
            reader.look(accounts.get(who), places(name) + query)
    assert reader.found == {}
    assert len(reader.read) >= 55


def test_pages_read_well_in_every_state_of_a_form(reader, world):
    """Each step from where it can be taken, the entry page half closed, forms as DOST and the unit see them."""
    for unit, account, steps in (
        ("DOFA", f"dau-moi.{NEIGHBOURS}", ("edit", "hand_in", "records")),
        ("DOHA", f"lanh-dao.{NEIGHBOURS}", ("detail", "certify", "decline")),
        ("DOH", f"dau-moi.{NEIGHBOURS}", ("detail", "edit")),
        ("DAE", f"lanh-dao.{NEIGHBOURS}", ("withdraw",)),
        ("DAE", "chuyen-vien.ha-noi", ("detail", "accept", "send_back")),
        ("DOF", "chuyen-vien.ha-noi", ("detail", "unlock")),
        ("DOFA", "chuyen-vien.ha-noi", ("detail", "unlock_entry", "allow_alone")),
    ):
        form = Submission.objects.get(organisation__key=f"ha-noi/{unit}", period__plan__key="ha-noi-149-2021")
        for step in steps:
            reader.look(account, reverse(f"reporting:submission_{step}", args=[form.pk]))
    period = ReportingPeriod.objects.get(plan__key="ha-noi-149-2021")
    for account in ("chuyen-vien.ha-noi", f"lanh-dao.{NEIGHBOURS}", None):
        reader.look(account, reverse("portal:home"))
    for name in ("account_login", "programmes:plan_list", "organisations:province_list"):
        reader.look(None, reverse(name))
    reader.look("chuyen-vien.ha-noi", reverse("mfa_index"))
    reader.look(None, reverse("programmes:plan_detail", args=["ha-giang-125-2021"]))
    reader.look(None, reverse("organisations:province_detail", args=["ha-giang"]))
    reader.look("chuyen-vien.hung-yen", reverse("reporting:period_open", args=["hung-yen-101-2021"]))
    reader.look(
        "chuyen-vien.ha-noi", reverse("reporting:period_matrix", args=[period.pk]) + "?state=accepted"
    )
    assert reader.found == {}


def chased():
    """A unit that has entered nothing, as the matrix sends it along."""
    silent = Submission.objects.filter(period__plan__key="ha-noi-149-2021", saved_at=None)
    return f"submission={silent.exclude(organisation__key='ha-noi/DOST').latest('pk').pk}"


def fill_the_workbook():
    """The workbook sent up holds a mistake, a doubt and a change."""
    place = {"sheet": "Số liệu", "cell": "J7", "what": "Thực hiện đến ngày chốt"}
    why = {"why": "Không phải là số.", "how": "Viết 1.500 hoặc 1500."}
    WorkbookUpload.objects.update(
        problems=[{"level": level, "code": "x", **place, **why} for level in ("error", "warning")],
        changes=[
            {
                "sheet": "Số liệu",
                "cell": "J8",
                "row": "1.2",
                "column": "Ước cả năm",
                "before": "3",
                "after": "5",
            }
        ],
    )
