"""What people do at the portal, over and over, whatever answers they get: ``python -m faults.people PORT FOLDER``.

Who gets no answer does what people do: reads the page again and sends once more what does not stand there.
They stop when asked to (SIGTERM), each after the act they are at.
"""

import itertools
import json
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from faults.ledger import ACCEPTED, REFUSED, UNKNOWN, Act, Ledger
from faults.visitor import Lost, Visitor

ROWS = 4  # of one workbook
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # of the check digit of a tax code
DESK = "/ho-so/"  # where the people of an enterprise see what is theirs
HASTY = 0.15  # so often somebody closes the page before the answer comes, and sends the same again at once
PAUSE = 0.3  # seconds of thinking between two acts
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
JOB_PATIENCE = 60.0  # seconds somebody waits for long work before turning to something else


class Stopped(Exception):
    """The day is over."""


class People:
    """Everybody, with what they share: the world, the ledger and the end of the day."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.world: dict[str, Any] = json.loads((folder / "world.json").read_text(encoding="utf-8"))
        self.ledger, self.troubles = Ledger(folder / "acts.jsonl"), folder / "troubles.log"
        self.over = threading.Event()
        self.marks = itertools.count(1)
        self.codes = tax_codes()

    def visitor(self, email: str) -> Visitor:
        """Somebody at a browser of their own."""
        return Visitor(self.port, email, self.world["password"])

    def mark(self) -> str:
        """Words that stand nowhere else."""
        return f"dấu {next(self.marks):06d}."

    def think(self) -> None:
        """A moment between two acts. Raises Stopped at the end of the day."""
        if self.over.wait(PAUSE * random.uniform(0.3, 1.7)):  # noqa: S311 - no secret
            raise Stopped

    def is_hasty(self) -> bool:
        """Whether somebody does not wait for the answer this time."""
        return random.random() < HASTY  # noqa: S311 - no secret

    def live(self, day: Callable[[], None]) -> None:
        """Do ``day`` again and again until it is over; whoever meets a fault begins anew."""
        while not self.over.is_set():
            try:
                self.think()
                day()
            except Lost as fault:
                self._note(f"{time.strftime('%X')} {fault}")
                self.over.wait(PAUSE)
            except Stopped:
                return
            except Exception:  # noqa: BLE001 - a slip of the harness must be seen, and stop nobody else
                self._note(traceback.format_exc())
                self.over.wait(PAUSE)

    def _note(self, words: str) -> None:
        with self.troubles.open("a", encoding="utf-8") as file:
            file.write(f"{words}\n")


def tax_codes() -> Iterator[str]:
    """Valid tax codes that nobody has."""
    for number in itertools.count(700_000_000):
        digits = f"{number:09d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
        if check in range(10):
            yield f"{digits}{check}"


def workbook(codes: list[str], area: str) -> bytes:
    """A workbook of enterprises as the register takes it."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Mã số thuế", "Tên doanh nghiệp", "Loại hình", "Địa bàn"])
    for code in codes:
        sheet.append([code, f"Công ty TNHH {code}", "Doanh nghiệp", area])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def a_paper(mark: str) -> bytes:
    """A file that says whose it is, large enough to be torn on its way."""
    return f"%PDF-1.7 {mark}\n".encode() * random.randint(1, 4_000)  # noqa: S311 - no secret


class Applicant:
    """Begins an application, fills it in, adds a paper, hands it in; asks for all data of the enterprise at times."""

    def __init__(self, people: People, who: dict[str, Any]) -> None:
        self.people, self.who = people, who
        self.browser = people.visitor(who["email"])

    def day(self) -> None:
        """One application from beginning to end."""
        people = self.people
        begin = f"/ho-so/lap/?ke-hoach={people.world['plan']}"
        form = self.browser.get(begin).form("contents")
        answer = self.browser.press(begin, form, {"contents": str(people.world["content"])})
        if not answer.place:
            raise Lost(f"no draft was begun: {answer.status}")
        number = answer.place.split("/")[2]
        people.think()
        self.fill_in(number)
        self.add_a_paper(number)
        self.hand_in(number)
        self.ask_for_own_data()

    def fill_in(self, number: str) -> None:
        """Words that show which saving it was."""
        path, mark = f"/ho-so/{number}/sua/", self.people.mark()
        form = self.browser.get(path).form("head-situation")
        wish = next(name for name, _value in form.fields if name.endswith("-wish"))
        typed = {"head-situation": mark, "head-purpose": "Giảm lỗi.", "head-contact_phone": "024 0000 0000"}
        typed |= {wish: mark, "save": "draft"}
        with self.people.ledger.asking("draft", mark, application=int(number)) as act:
            is_hasty = self.people.is_hasty()
            if is_hasty:
                self.browser.press_and_hang_up(path, form, typed)
            self.browser.press(path, form, typed, act)
            if is_hasty and act.outcome == REFUSED:  # the first sending may have been heard
                act.outcome = UNKNOWN

    def add_a_paper(self, number: str) -> None:
        """Until it stands there; unanswered, it is looked for first."""
        path = f"/ho-so/{number}/tep/"
        while True:
            self.people.think()
            mark = self.people.mark()
            name = f"{mark.removesuffix('.')}.pdf"
            form = self.browser.get(path).form("upload")
            file = {"upload": (name, a_paper(mark))}
            try:
                with self.people.ledger.asking("attachment", name, application=int(number)) as act:
                    is_hasty = self.people.is_hasty()
                    if is_hasty:
                        self.browser.press_and_hang_up(path, form, {}, files=file)
                    self.browser.press(path, form, {}, act, files=file)
                    if is_hasty and act.outcome == REFUSED:  # "it is here already", if that can be seen
                        act.outcome = UNKNOWN
                        act.outcome = ACCEPTED if name in self.browser.get(path).html else REFUSED
            except Lost:
                if name not in self.browser.get(path).html:
                    continue
            return

    def hand_in(self, number: str) -> None:
        """Until there is a receipt; pressing again is what everybody does. Raises Lost where the portal clearly says no."""
        path = f"/ho-so/{number}/nop/"
        act: Act | None = None
        while act is None or act.outcome == UNKNOWN:
            self.people.think()
            with suppress(Lost):
                page = self.browser.get(path)
                with self.people.ledger.asking("application", number) as act:
                    if page.place:  # it was handed in and the answer was lost
                        act.status, act.outcome = page.status, ACCEPTED
                    else:
                        form = page.form("has_read_notice")
                        if self.people.is_hasty():
                            self.browser.press_and_hang_up(path, form, {"has_read_notice": "on"})
                        self.browser.press(path, form, {"has_read_notice": "on"}, act)
        if act.outcome == REFUSED:
            raise Lost(f"an application was refused: {act.status}")

    def ask_for_own_data(self) -> None:
        """A long work with a file of its own."""
        self.people.think()
        form = next((f for f in self.browser.get(DESK).forms if "/du-lieu/" in f.action), None)
        if form is None:
            raise Lost("nobody offers all data of the enterprise")
        with self.people.ledger.asking("own data", str(self.who["enterprise"])) as act:
            answer = self.browser.press(DESK, form, {}, act)
            act.facts["place"] = answer.place


class Unit:
    """Fills its form in, and proves what it says with files."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.browser = people.visitor(people.world["focal"])

    def day(self) -> None:
        """One saving, one file."""
        world, ledger = self.people.world, self.people.ledger
        path, mark = f"/phieu/{world['form']}/nhap/", self.people.mark()
        field = f"line-{world['line']}-narrative"
        form = self.browser.get(path).form(field)
        with ledger.asking("submission", mark, line=world["line"]) as act:
            self.browser.press(path, form, {field: mark, "save": "draft"}, act)
        self.people.think()
        path = f"/phieu/{world['form']}/minh-chung/{world['line']}/"
        form = self.browser.get(path).form("file")
        name = f"{mark.removesuffix('.')}.pdf"
        with ledger.asking("evidence", name, line=world["line"]) as act:
            self.browser.press(path, form, {}, act, files={"file": (name, a_paper(mark))})


class Clerk:
    """Sends workbooks of enterprises up and has them written."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.browser = people.visitor(people.world["specialist"])

    def day(self) -> None:
        """One workbook from the upload to the register."""
        people = self.people
        codes = [next(people.codes) for _each in range(ROWS)]
        path = "/doanh-nghiep/nhap/"
        form = self.browser.get(path).form("workbook")
        name = f"{codes[0]}.xlsx"
        file = {"workbook": (name, workbook(codes, people.world["province"]))}
        with people.ledger.asking("upload", name) as act:
            answer = self.browser.press(path, form, {}, act, files=file)
        if act.outcome == ACCEPTED:
            self.confirm(answer.place, codes)

    def confirm(self, path: str, codes: list[str]) -> None:
        """Wait for the dry run, then have it written."""
        end = time.monotonic() + JOB_PATIENCE
        while time.monotonic() < end:
            self.people.think()
            form = next((f for f in self.browser.get(path).forms if f.action == path and f.has(TOKEN)), None)
            if form is not None:
                with self.people.ledger.asking("import", codes[0], codes=codes) as act:
                    if self.people.is_hasty():
                        self.browser.press_and_hang_up(path, form, {})
                    self.browser.press(path, form, {}, act)
                return


class Printer:
    """Has the report printed, again and again."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.browser = people.visitor(people.world["specialist"])

    def day(self) -> None:
        """One rendering; the page offers it when none is under way."""
        path = f"/bao-cao-tong-hop/{self.people.world['report']}/"
        form = next((f for f in self.browser.get(path).forms if f.action.endswith("/ban-in/lap/")), None)
        if form is not None:
            with self.people.ledger.asking("render", str(self.people.world["report"])) as act:
                self.browser.press(path, form, {}, act)
        self.people.over.wait(3)


def main(port: int, folder: Path) -> None:
    """Let everybody work until the day is over."""
    people = People(port, folder)
    signal.signal(signal.SIGTERM, lambda _number, _frame: people.over.set())
    signal.signal(signal.SIGINT, lambda _number, _frame: people.over.set())
    applicants = [Applicant(people, who).day for who in people.world["applicants"]]
    days = [*applicants, Unit(people).day, Clerk(people).day, Printer(people).day]
    threads = [threading.Thread(target=people.live, args=[day]) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
