"""The words in braces of an outline, ``{year}`` and the like: which exist, where, and what is wrong with others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# In titles and headings: what is known without citing a paper (the first citation of a paper is its full one).
PLAIN: dict[str, Promise] = {
    "year": gettext_lazy("the year reported"),
    "next_year": gettext_lazy("the year after it"),
    "from_year": gettext_lazy("the first year covered"),
    "period": gettext_lazy("the period in words, such as “quý III năm 2026”"),
    "next_period": gettext_lazy("the period after it in words"),
    "subject": gettext_lazy("what a report on request is about"),
}
CITED: dict[str, Promise] = {
    "decision": gettext_lazy("the decision of the programme, cited"),
    "plan": gettext_lazy("the plan of the province, cited"),
    "issuer": gettext_lazy("the body that issues the report"),
    "committee": gettext_lazy("the superior body"),
    "addressees": gettext_lazy("to whom the report is addressed"),
}
ASKED: dict[str, Promise] = {
    "letters": gettext_lazy("the letters that asked for the report"),
    "request_date": gettext_lazy("the day of DOST's letter to the units"),
    "request_letter": gettext_lazy("DOST's letter to the units"),
    "request_addressees": gettext_lazy("to whom DOST's letter went"),
}
HOSTS: dict[str, Promise] = {"hosts": gettext_lazy("the programme or plan the work was part of")}

IN_HEADINGS = PLAIN
IN_TEXTS = PLAIN | CITED
IN_OPENING = PLAIN | CITED | ASKED
IN_HOSTED = PLAIN | CITED | HOSTS


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text and what may stand there instead, in the reader's words."""

    words: str


def faults_in(text: str, known: Mapping[str, object]) -> Iterator[Fault]:
    """The broken placeholders of ``text``: braces that do not close, names that are not ``known``, anything beside a name."""
    try:
        found = list(Formatter().parse(text))
    except ValueError:
        yield Fault(
            _("A brace is opened and not closed, or closed and not opened. Known here: %(known)s.")
            % {"known": listed(known)}
        )
        return
    for _words, name, form, turned in found:
        if name is None or (name in known and not form and not turned):
            continue
        written = f"{name}{'!' + turned if turned else ''}{':' + form if form else ''}"
        yield Fault(
            _("“{%(name)s}” is not a placeholder here. Known here: %(known)s.")
            % {"name": written, "known": listed(known)}
        )


def explained(text: str) -> str:
    """``text`` for a reader: “[the plan of the province, cited]” instead of “{plan}”; what is unknown stays as it is."""
    for name, words in (IN_OPENING | HOSTS).items():
        text = text.replace(f"{{{name}}}", f"[{words}]")
    return text


def listed(known: Mapping[str, object]) -> str:
    """“{year}, {next_year}”."""
    return ", ".join(f"{{{name}}}" for name in known)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """``text`` with its facts; a name without one keeps its braces, so that a preview shows what is still open."""
    return text.format_map(_Open(facts))


class _Open(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
