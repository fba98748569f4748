"""Two nodes and three workers behave as one: each thing is begun at one node and must be so at the other."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg

from faults.visitor import Answer, Lost
from load.browser import HOST, Browser, form_to, form_with

TRIES = 5  # wrong passwords of one account until its door closes, see config/sign_in.py
TOKENS = 30  # wrong tokens from one address within a minute
CLOSED = "/thong-bao/"  # a page of those who signed in
TOO_MANY = 429
RENDERS, RENDER = 6, "render_report"  # so many reports; the kind of job
WAITS = 90.0  # seconds for the jobs of the workers


@dataclass
class Nodes:
    """Both nodes, asked as the front server asks them, and the one database behind them."""

    ports: dict[str, int]
    origin: str
    world: dict[str, Any]
    database: str  # how psycopg finds it
    _used: int = 0

    def browser(self, node: str, who: dict[str, Any], *, source: str = "") -> Browser:
        """Somebody at one node, with an address nobody else has."""
        self._used += 1
        return Browser(
            self.ports[node],
            who["email"],
            self.world["password"],
            note=lambda _sample: None,
            secret=who["secret"],
            source=source or f"{HOST.rpartition('.')[0]}.{100 + self._used}",
            origin=self.origin,
        )

    def moved(self, browser: Browser, node: str) -> Browser:
        """The same person, cookies and all, at the other node."""
        other = self.browser(node, {"email": browser.email, "secret": browser.secret}, source=browser.source)
        other.cookies = dict(browser.cookies)
        return other

    def people(self, role: str, state: str = "") -> Iterator[dict[str, Any]]:
        """The people of a kind, from the end of the list: those the load takes last."""
        return (
            who
            for who in reversed(self.world["people"])
            if who["role"] == role and (not state or who["state"] == state)
        )

    def ask(self, sql: str, *facts: Any) -> list[Any]:
        """Ask the database itself."""
        with psycopg.connect(self.database) as line:
            return line.execute(sql, facts).fetchall()


def sessions(nodes: Nodes) -> str:
    """Signed in at one node, known at the other; signed out there, unknown here."""
    here = nodes.browser("a", next(nodes.people("reader")))
    here.sign_in()
    there = nodes.moved(here, "b")
    page = there.view("", CLOSED)
    there.send("", "/", form_to(page, "/tai-khoan/logout/") or form_with(page, "none"), {})
    answer = here.get_raw(CLOSED)
    return "" if "/login/" in answer.place else f"still signed in: {answer.status} {answer.place}"


def lockout(nodes: Nodes) -> str:
    """Wrong passwords are counted over both nodes, and the door is then closed at both."""
    who = next(nodes.people("leader"))
    at = {node: nodes.browser(node, who) for node in nodes.ports}
    said = [_typed(at["ab"[number % 2]], "sai mat khau roi").status for number in range(TRIES)]
    refused = {node: not _typed(browser, nodes.world["password"]).place for node, browser in at.items()}
    return "" if all(refused.values()) else f"the door opened: {refused} after {said}"


def _typed(browser: Browser, password: str) -> Answer:
    path = "/tai-khoan/login/"
    form = form_with(browser.view("", path), "login")
    return browser.press(path, form, {"login": browser.email, "password": password})


def rates(nodes: Nodes) -> str:
    """Wrong tokens are counted over both nodes."""
    who = {"email": "", "secret": ""}
    at = {node: nodes.browser(node, who, source="127.0.0.99") for node in nodes.ports}
    said = [
        at["ab"[n % 2]].get_raw("/api/v1/token", {"Authorization": "Bearer sai"}).status
        for n in range(TOKENS + 2)
    ]
    wrong = [status for status in said[:TOKENS] if status == TOO_MANY]
    return "" if not wrong and said[-1] == TOO_MANY else f"answers {said}"


def uploads(nodes: Nodes) -> str:
    """A file sent to one node is read at the other, byte for byte."""
    who = next(nodes.people("focal_point", "draft"))
    here = nodes.browser("a", who)
    here.sign_in()
    path, content = f"/phieu/{who['form']}/minh-chung/{who['line']}/", b"%PDF-1.7 " + bytes(range(256)) * 400
    here.send("", path, form_with(here.view("", path), "file"), {}, {"file": ("hai-nut.pdf", content)})
    [[number]] = nodes.ask(
        "SELECT id FROM reporting_evidencefile WHERE name = 'hai-nut.pdf' ORDER BY id DESC LIMIT 1"
    )
    answer = nodes.moved(here, "b").download("", f"/phieu/{who['form']}/minh-chung/tep/{number}/")
    return "" if answer.html == content.hex() else f"other bytes: {len(answer.html) // 2} of {len(content)}"


def steps(nodes: Nodes) -> str:
    """A form certified at both nodes at once is certified once."""
    who = next(nodes.people("unit_leader", "unit_review"))
    here = nodes.browser("a", who)
    here.sign_in()
    there, path = nodes.moved(here, "b"), f"/phieu/{who['form']}/duyet/"
    forms = [(browser, form_with(browser.view("", path), "edition")) for browser in (here, there)]
    at_once([lambda b=b, f=f: b.press(path, f, {}) for b, f in forms])  # type: ignore[misc] # bound now
    filings = nodes.ask("SELECT count(*) FROM reporting_filing WHERE submission_id = %s", who["form"])
    acts = nodes.ask(
        "SELECT count(*) FROM journal_entry WHERE record_type = 'reporting.submission' AND record_id = %s"
        " AND state_after = 'submitted'",
        who["form"],
    )
    return "" if filings == acts == [(1,)] else f"filings {filings}, acts {acts}"


def saves(nodes: Nodes) -> str:
    """Two people of one form save at both nodes at once: one is taken, the other is told of the newer version."""
    who = list(nodes.people("focal_point", "draft"))[1]
    here = nodes.browser("a", who)
    here.sign_in()
    there, path, field = (
        nodes.moved(here, "b"),
        f"/phieu/{who['form']}/nhap/",
        f"line-{who['line']}-narrative",
    )
    forms = [(browser, form_with(browser.view("", path), field)) for browser in (here, there)]
    said: list[int] = []
    at_once(
        [
            lambda b=b, f=f, n=n: said.append(b.press(path, f, {field: f"Câu {n}.", "save": "auto"}).status)  # type: ignore[misc] # bound now
            for n, (b, f) in enumerate(forms)
        ]
    )
    return "" if sorted(said) == [200, 409] else f"answers {sorted(said)}"


def at_once(deeds: list[Callable[[], Any]]) -> None:
    """All of them in the same moment."""
    gate = threading.Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> None:
        gate.wait()
        with suppress(Lost):
            deed()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def renders(nodes: Nodes) -> str:
    """Reports asked for at both nodes at once are printed once each, several at a time, for there are three workers."""
    [[last]] = nodes.ask("SELECT coalesce(max(id), 0) FROM jobs_job")
    seen: set[int] = set()
    for who in nodes.people("specialist"):
        if who["report"] in seen or len(seen) == RENDERS:
            continue
        seen.add(who["report"])
        here = nodes.browser("a", who)
        here.sign_in()
        path = f"/bao-cao-tong-hop/{who['report']}/"
        form = form_to(here.view("", path), "/ban-in/lap/")
        if form is None:
            return f"nothing to print at {path}"
        pressing = [here, nodes.moved(here, "b")]
        at_once([lambda b=b, f=form, p=path: b.press(p, f, {}) for b in pressing])  # type: ignore[misc] # bound now
    end = time.monotonic() + WAITS
    while nodes.ask("SELECT 1 FROM jobs_job WHERE id > %s AND kind = %s AND ended_at IS NULL", last, RENDER):
        if time.monotonic() > end:
            return "a report was not printed in time"
        time.sleep(0.5)
    made = nodes.ask(
        "SELECT status, attempt, count(*) FROM jobs_job WHERE id > %s AND kind = %s GROUP BY 1, 2",
        last,
        RENDER,
    )
    beside = nodes.ask(
        "SELECT count(*) FROM jobs_job a JOIN jobs_job b ON a.id < b.id AND a.started_at < b.ended_at"
        " AND b.started_at < a.ended_at WHERE a.id > %s",
        last,
    )
    if made != [("done", 1, len(seen))]:
        return f"{len(seen)} asked for, jobs {made}"
    return "" if len(seen) == 1 or beside[0][0] else "never two at a time"


PROOFS: dict[str, Callable[[Nodes], str]] = {
    "sessions": sessions,
    "lockout": lockout,
    "rate limits": rates,
    "uploads": uploads,
    "steps at once": steps,
    "saves at once": saves,
    "jobs": renders,
}


def proven(nodes: Nodes) -> dict[str, str]:
    """Every proof; what was wrong, "" where nothing was."""
    found = {}
    for name, proof in PROOFS.items():
        try:
            found[name] = proof(nodes)
        except (Lost, StopIteration, ValueError) as fault:
            found[name] = repr(fault)
    return found
