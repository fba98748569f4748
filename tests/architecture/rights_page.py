"""The table of rights as the page people read: ``python -m tests.architecture.rights_page`` writes docs/rights.md."""

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
INTRODUCTION = """# Who may open and do what

Made by `python -m tests.architecture.rights_page` from `tests/architecture/rights.py` and `doors.py`; a test fails when
it is not current, and others exercise every cell: the portal's own addresses (`test_rights.py`) and the library's for signing
in (`test_library_rights.py`) with GET and POST as each of these people, those of programs with and without each scope
(`test_machine_rights.py`), every page of the administration with GET and POST as each of them (`test_admin_rights.py`).
An address in no table fails the suite. That no other province is told of is tried beside them (`test_leaks.py`).

The record behind an address is always the one of **one unit (or one enterprise) of one province**; the people stand in
different relations to it:

| short | who | relation to the record |
|---|---|---|
{people}

What stands in a cell:

| sign | meaning |
|---|---|
| **R** | opens it (GET) |
| **W** | what is sent is let through (POST); whether the record's state allows it is a rule of its own, told in words |
| `403` | sees the record, but this is not theirs to do: told so |
| `·` | 404: as if it did not exist. A visitor is led to the sign-in instead |
| (empty) | the address knows no such act |

Two signs: GET / POST. Enacted plans, organisations and what plans offer are public law, hence read by all.
Rows are narrowed in the querysets (`visible_to`), the same for page, list, export and search.
"""
RELATIONS = {
    "visitor": ("V", "not signed in"),
    "stranger": ("S", "signed in, no role anywhere"),
    "focal point of the unit": ("F", "own unit"),
    "leader of the unit": ("L", "own unit"),
    "focal point of another unit of the province": ("F2", "own province, another unit"),
    "DOST specialist of the province": ("D", "own province"),
    "DOST leader of the province": ("DL", "own province"),
    "reader of the province": ("R", "own province, reads"),
    "reader of the ministry": ("M", "every province, reads"),
    "DOST specialist of another province": ("D2", "another province"),
    "administrator": ("A", "every province"),
    "manager of the applying enterprise": ("E", "own enterprise"),
    "manager of another enterprise": ("E2", "another enterprise of the province"),
}
TITLES = {
    "": "The front hall and one's account",
    "consolidation": "Consolidated reports",
    "enterprises": "Enterprises",
    "jobs": "Long work",
    "outbox": "Mails and notices",
    "organisations": "Provinces and organisations",
    "portal": "The front hall",
    "programmes": "Plans",
    "reporting": "Periods, submissions, letters",
    "support": "Support: catalogue, desk, granted supports",
    "accounts": "One's own account",
}
MACHINES_DOOR = """## The machines' door

A token is handed out by a person of an organisation, for scopes and a time; it opens what that person sees, and only with the
scope. Tried with a token of each of these people, with and without the scope.
"""
ADMINISTRATION = """## The administration

Only administrators get past its door (the same sign-in as everywhere, second factor included); everybody else is led
there. Every page of every model is asked with GET and POST as everybody. A model without "yes" changes only through the portal's own steps.

| model | add | change | delete | import | export |
|---|---|---|---|---|---|
{models}
"""


def cell(right, role: str) -> str:
    """GET / POST of one person at one address."""
    signs = []
    for method, who, sign in (("GET", right.get, "**R**"), ("POST", right.post, "**W**")):
        if method not in right.methods:
            signs.append("")
        elif role in who:
            signs.append(sign)
        else:
            signs.append("403" if role in right.sees and role != "visitor" else "·")
    return signs[0] if signs[0] == signs[1] else " / ".join(signs).removeprefix(" / ").removesuffix(" / ")


def paths() -> dict[str, str]:
    """Each name's address as it is typed, with its arguments in angle brackets."""
    from django.urls import URLResolver, get_resolver

    def walk(resolver, space: str, before: str):
        for entry in resolver.url_patterns:
            path = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space, path)
            else:
                yield f"{space}{entry.name}", path

    return dict(reversed(list(walk(get_resolver(), "", "/"))))


def table(rows, where: dict[str, str]) -> list[str]:
    """The lines of one table."""
    from tests.architecture.rights import CAST

    short = [RELATIONS[role][0] for role in CAST]
    return [
        f"| address | {' | '.join(short)} |",
        "|---|" + ":-:|" * len(CAST),
        *(
            f"| `{where[name]}` <br> {name} | {' | '.join(cell(right, role) for role in CAST)} |"
            for name, right in rows
        ),
        "",
    ]


def machines(table, where: dict[str, str]) -> list[str]:
    """The lines of the machines' door."""
    from tests.architecture.rights import TOKENS

    short = [RELATIONS[role][0] for role in RELATIONS if role in TOKENS]
    lines = [f"| address | act | scope | {' | '.join(short)} |", "|---|---|---|" + ":-:|" * len(short)]
    for name, opening in table.items():
        marks = ["yes" if role in opening.who else "·" for role in RELATIONS if role in TOKENS]
        scope = opening.scope or "any"
        lines.append(f"| `{where[name]}` <br> {name} | {opening.method} | {scope} | {' | '.join(marks)} |")
    return lines


def models() -> str:
    """What administrators do with the rows of each model."""
    from django.contrib import admin

    from tests.architecture.doors import ROWS, kinds_of

    kinds = {
        model._meta.label: set(kinds_of(model_admin).values())
        for model, model_admin in admin.site._registry.items()
    }
    lines = []
    for label, letters in sorted(ROWS.items()):
        marks = ["yes" if letter in letters else "" for letter in "acd"]
        marks += ["yes" if kind in kinds.get(label, set()) else "" for kind in ("import", "export")]
        lines.append(f"| {label} | {' | '.join(marks)} |")
    return "\n".join(lines)


def rights_page() -> str:
    """The whole page."""
    from tests.architecture.doors import LIBRARY
    from tests.architecture.rights import CAST, ISSUED, MACHINES, RIGHTS

    where = paths()
    people = "\n".join(f"| **{RELATIONS[role][0]}** | {role} | {RELATIONS[role][1]} |" for role in CAST)
    lines = [INTRODUCTION.format(people=people)]
    spaces = sorted({name.rpartition(":")[0] for name in RIGHTS})
    for space in spaces:
        rows = [(name, right) for name, right in RIGHTS.items() if name.rpartition(":")[0] == space]
        lines += [f"## {TITLES.get(space, space)}", "", *table(rows, where)]
    lines += ["## A report once it is issued", "", *table(ISSUED.items(), where)]
    lines += ["## Signing in (pages of the library)", "", *table(LIBRARY.items(), where)]
    lines += [MACHINES_DOOR, *machines(MACHINES, where), ""]
    lines.append(ADMINISTRATION.format(models=models()))
    return "\n".join(lines)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    PAGE.write_text(rights_page(), encoding="utf-8")
