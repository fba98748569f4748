"""What each kind of person does at the portal in the days before 25 November; each act is some pages and at most one deed."""

import itertools
import json
import random
from collections.abc import Callable
from typing import Any

from faults.visitor import Form, Lost
from load.browser import Browser, form_to, form_with

Think = Callable[[float], None]  # so many times as long as usual
SAVES = 3  # autosaves while somebody writes at their form
WRITES = 0.6  # between two of them, of the time between two pages
SOUGHT = ("hoa phat dat", "binh minh co khi", "cong ty", "1000000123", "truong thinh 17", "hoa phat dzat")
FILE = b"%PDF-1.7 " + bytes(120_000)  # the size of a scanned page
LACKING = '<ul class="gaps">'  # where a page tells what a form still lacks
JOB_LOOKS = 4  # times somebody looks whether long work is done
marks = itertools.count(1)


class Person:
    """Somebody at work: ``who`` tells where (see load/world.py), ``think`` lets time go by between two acts."""

    def __init__(self, browser: Browser, who: dict[str, Any], think: Think) -> None:
        self.browser, self.who, self.think = browser, who, think
        self.is_done = False  # the one thing that is done once a day

    # --- Everybody ------------------------------------------------------------------------------------------------
    def home(self) -> None:
        """Where one begins."""
        self.browser.view("home", "/")

    def search(self) -> None:
        """Some words typed into the head of the page."""
        words = random.choice(SOUGHT)  # noqa: S311 - no secret
        self.browser.view("search", f"/tim-kiem/?q={words.replace(' ', '+')}")

    def plan(self) -> None:
        """What the province promised."""
        self.browser.view("plan", f"/ke-hoach/{self.who['plan']}/")

    # --- A unit ---------------------------------------------------------------------------------------------------
    def forms(self) -> None:
        """The list of the unit's forms, then the one of this year."""
        self.browser.view("list of forms", "/phieu/")
        self.think(0.5)
        self.browser.view("form", f"/phieu/{self.who['form']}/")

    def write(self) -> None:
        """At the form for a while; it saves itself. Whoever handed it in only reads it."""
        if self.is_done or self.who["state"] not in ("draft", "not_started"):
            return self.forms()
        path, field = f"/phieu/{self.who['form']}/nhap/", f"line-{self.who['line']}-narrative"
        form = form_with(self.browser.view("entry", path), field)
        for _save in range(SAVES):
            self.think(WRITES)
            self._autosave(
                "autosave of a form", path, form, {field: f"Đã tổ chức {next(marks)} lớp tập huấn."}
            )
        return None

    def _autosave(self, kind: str, path: str, form: Form, typed: dict[str, str]) -> None:
        """Save as the page does by itself, and learn from the answer what the next saving has to say."""
        answer = self.browser.send(kind, path, form, typed | {"save": "auto"})
        told = json.loads(answer.html)
        known = {"head-version": str(told["version"])} if told.get("version") else {}
        known |= {name: str(value) for name, value in told.get("fields", {}).items()}
        known |= {f"{place}-pk": str(pk) for place, pk in told.get("rows", {}).items()} | typed
        form.fields = [(name, known.get(name, value)) for name, value in form.fields]

    def prove(self) -> None:
        """A file of evidence for one line."""
        if self.is_done or self.who["state"] not in ("draft", "not_started"):
            return self.forms()
        path = f"/phieu/{self.who['form']}/minh-chung/{self.who['line']}/"
        form = form_with(self.browser.view("evidence", path), "file")
        self.think(0.5)
        name = f"bien-ban-{next(marks)}.pdf"
        content = FILE + str(next(marks)).encode()
        self.browser.send("upload of evidence", path, form, {}, {"file": (name, content)})
        return None

    def workbook(self) -> None:
        """The form as a workbook, to be filled in at the desk."""
        if self.is_done or self.who["state"] not in ("draft", "not_started"):
            return self.forms()
        self.browser.view("page of the workbook", f"/phieu/{self.who['form']}/excel/")
        self.think(0.3)
        self.browser.download("workbook of a form", f"/phieu/{self.who['form']}/excel/tai-ve/")
        return None

    def hand_in(self) -> None:
        """Once, and only a form that was filled in before."""
        self._sign("draft", "trinh", "before handing in", "hand in")

    def certify(self) -> None:
        """Once: the unit's leader stands for it, and a worker prints the proof."""
        self._sign("unit_review", "duyet", "before certifying", "certify")

    def _sign(self, state: str, step: str, reading: str, pressing: str) -> None:
        """A step of the form that is done once, after the page that asks for it was read."""
        if self.is_done or self.who["state"] != state:
            return self.forms()
        path = f"/phieu/{self.who['form']}/{step}/"
        page = self.browser.view(reading, path)
        if LACKING in page.html:  # a form lacks something: they read what, and go back to it
            return None
        form = form_with(page, "edition")
        self.think(0.5)
        self.is_done = bool(self.browser.send(pressing, path, form, {}).place)
        return None

    # --- The DOST -------------------------------------------------------------------------------------------------
    def matrix(self) -> None:
        """Who has reported on what."""
        self.browser.view("period", f"/bao-cao/{self.who['period']}/")
        self.think(0.5)
        self.browser.view("matrix", f"/bao-cao/{self.who['period']}/ma-tran/")

    def matrix_file(self) -> None:
        """The same as a workbook."""
        self.browser.download("matrix as a workbook", f"/bao-cao/{self.who['period']}/ma-tran/xlsx/")

    def figures(self) -> None:
        """What the forms add up to."""
        self.browser.view("figures of the period", f"/bao-cao/{self.who['period']}/so-lieu/")

    def dashboard(self) -> None:
        """The plan at a glance, and how far it has come."""
        self.browser.view("dashboard", f"/ke-hoach/{self.who['plan']}/toan-canh/")
        self.think(0.5)
        self.browser.view("roll-up of the province", f"/tong-hop/tinh/{self.who['slug']}/")

    def desk(self) -> None:
        """The applications, narrowed and searched, and one of them."""
        self.browser.view("desk", "/ho-so/?state=open&sort=due")
        self.think(0.5)
        words = random.choice(SOUGHT[:5]).replace(" ", "+")  # noqa: S311 - no secret
        self.browser.view("desk, searched", f"/ho-so/?q={words}")
        self.think(0.5)
        if lying := self.who["applications"]:
            self.browser.view("application", f"/ho-so/{random.choice(lying)}/")  # noqa: S311 - as above

    def enterprises(self) -> None:
        """The register, and one of it."""
        self.browser.view("register", "/doanh-nghiep/")
        self.think(0.5)
        self.browser.view("register, searched", "/doanh-nghiep/?q=binh+minh")

    def supports(self) -> None:
        """What was granted, and what came of it."""
        self.browser.view("supports", "/ho-tro-da-duyet/")
        self.think(0.5)
        self.browser.view("outcomes", "/ket-qua/")

    def accept(self) -> None:
        """A form that was submitted, as long as there is one."""
        if not self.who["submitted"]:
            return self.matrix()
        number = self.who["submitted"].pop()
        self.browser.view("form", f"/phieu/{number}/")
        self.think(0.7)
        path = f"/phieu/{number}/chap-nhan/"
        form = form_with(self.browser.view("before accepting", path), "edition")
        self.browser.send("accept", path, form, {})
        return None

    def board(self) -> None:
        """The report, and a section of it being written."""
        self.browser.view("report", f"/bao-cao-tong-hop/{self.who['report']}/")
        self.think(0.5)
        self.browser.view("board of the report", f"/bao-cao-tong-hop/{self.who['report']}/soan/")

    def render(self) -> None:
        """Have the report printed by a worker, and look until it is done."""
        path = f"/bao-cao-tong-hop/{self.who['report']}/"
        form = form_to(self.browser.view("report", path), "/ban-in/lap/")
        if form is None:
            return
        place = self.browser.send("have the report printed", path, form, {}).place
        for _look in range(JOB_LOOKS):
            self.think(0.3)
            self.browser.view("report being printed", place or path)

    # --- An enterprise --------------------------------------------------------------------------------------------
    def contents(self) -> None:
        """What there is to apply for, and where one's own applications stand."""
        self.browser.view("what is offered", "/ho-tro/")
        self.think(0.5)
        self.browser.view("own applications", "/ho-so/")

    def apply(self) -> None:
        """An application from its first page to the receipt, once; the register knows one open draft of a plan."""
        if self.is_done:
            return self.contents()
        begin = f"/ho-so/lap/?ke-hoach={self.who['plan']}"
        form = form_with(self.browser.view("begin an application", begin), "contents")
        self.think(0.5)
        answer = self.browser.send("application begun", begin, form, {"contents": str(self.who["content"])})
        if not answer.place:
            raise Lost("no draft was begun")
        self.is_done = True
        number = answer.place.split("/")[2]
        self._fill_in(number)
        self._add_a_paper(number)
        self.think(0.5)
        path = f"/ho-so/{number}/nop/"
        form = form_with(self.browser.view("before the receipt", path), "has_read_notice")
        answer = self.browser.send("application handed in", path, form, {"has_read_notice": "on"})
        if not answer.place:
            raise Lost("an application was refused")
        self.browser.view("receipt", answer.place)
        return None

    def _fill_in(self, number: str) -> None:
        path = f"/ho-so/{number}/sua/"
        form = form_with(self.browser.view("draft", path), "head-situation")
        wish = next(name for name, _value in form.fields if name.endswith("-wish"))
        typed = {
            "head-situation": "Tỷ lệ lỗi cao.",
            "head-purpose": "Giảm lỗi.",
            "head-contact_phone": "024 0000 0000",
        }
        for _save in range(2):
            self.think(WRITES)
            self._autosave("autosave of a draft", path, form, typed | {wish: f"Tư vấn {next(marks)} lần."})
        self.think(WRITES)
        self.browser.send("draft saved", path, form, typed | {wish: "Tư vấn 5S.", "save": "draft"})

    def _add_a_paper(self, number: str) -> None:
        path = f"/ho-so/{number}/tep/"
        form = form_with(self.browser.view("papers", path), "upload")
        self.think(0.5)
        content = FILE + str(next(marks)).encode()
        self.browser.send(
            "upload of a paper", path, form, {}, {"upload": (f"giay-{next(marks)}.pdf", content)}
        )


# How often a person of each kind does what, as weights; the head of the page is the same for all.
MIX: dict[str, dict[Callable[[Person], None], float]] = {
    "focal_point": {
        Person.home: 2,
        Person.forms: 3,
        Person.write: 6,
        Person.prove: 1.5,
        Person.workbook: 0.5,
        Person.plan: 1,
        Person.search: 0.5,
        Person.hand_in: 0.5,
    },
    "unit_leader": {Person.home: 2, Person.forms: 3, Person.certify: 1.5, Person.plan: 1},
    "specialist": {
        Person.home: 2,
        Person.matrix: 3,
        Person.matrix_file: 0.4,
        Person.figures: 1,
        Person.dashboard: 1,
        Person.desk: 3,
        Person.search: 1,
        Person.enterprises: 1,
        Person.supports: 0.5,
        Person.accept: 1,
        Person.board: 1.5,
        Person.render: 0.3,
    },
    "leader": {Person.home: 2, Person.dashboard: 2, Person.matrix: 1, Person.board: 1, Person.search: 0.5},
    "reader": {Person.home: 2, Person.dashboard: 2, Person.plan: 1, Person.search: 0.5},
    "enterprise": {Person.home: 1, Person.contents: 2, Person.apply: 2, Person.plan: 0.5},
}
SHARES = {
    "focal_point": 260,
    "specialist": 80,
    "enterprise": 80,
    "unit_leader": 40,
    "leader": 20,
    "reader": 20,
}  # of 500
ONCE = frozenset({Person.hand_in, Person.certify, Person.accept, Person.apply})
