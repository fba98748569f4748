"""Make static/vendor/bootstrap/bootstrap.used.css: Bootstrap's rules for the classes our pages name, nothing else.

    python scripts/trim_bootstrap.py

Bootstrap is 31 kB on the wire and our pages use a seventh of it. Rules that name no class stay (they dress plain
elements), rules of classes stay where a page, a form or a script names the class, and of the custom properties those
that some style sheet reads. A test fails as soon as a page names a class of Bootstrap's that was left out.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2  # type: ignore[import-untyped] # WeasyPrint brings it

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ROOT / "static/vendor/bootstrap/bootstrap.min.css"
USED = ROOT / "static/vendor/bootstrap/bootstrap.used.css"
CODE = (
    "accounts common enterprises jobs journal organisations outbox papers portal programmes reporting support".split()  # noqa: SIM905
)

CLASS_LIST = re.compile(r"""class(?:Name)?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATED = re.compile(r":not\([^)]*\)")
PROPERTY = re.compile(r"var\(\s*(--[\w-]+)")
NEVER = ("data-bs-theme", "data-bs-", "[type=range]")  # we have one theme and none of Bootstrap's scripts


def named_classes(root: Path = ROOT) -> set[str]:
    """Every word that stands where a class may: in pages, in strings of forms and components, in scripts.

    Too many words do no harm, one too few does: of ``btn-{{ tone }}`` the word ``outline-primary`` that some page hands in
    is taken with its ``btn-``.
    """
    words: set[str] = set()
    for page in (root / "templates").rglob("*.html"):
        words |= _of_page(page.read_text(encoding="utf-8"))
    for script in (root / "static/js").glob("*.js"):
        words |= set(WORD.findall(script.read_text(encoding="utf-8")))
    for app in CODE:
        for module in (root / app).rglob("*.py"):
            words |= _of_module(module.read_text(encoding="utf-8"))
    return words


def _of_page(text: str) -> set[str]:
    """Words of class attributes, and every quoted word as the end of a ``btn-…``."""
    listed = {word for both in CLASS_LIST.findall(text) for word in WORD.findall(" ".join(both))}
    quoted = {word for string in re.findall(r"""["']([\w-]+)["']""", text) for word in [string]}
    return listed | {f"btn-{word}" for word in quoted}


def _of_module(text: str) -> set[str]:
    """Words with a dash in the strings of a module, and those that dress a widget."""
    strings = (
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    words = {word for string in strings for word in WORD.findall(string)}
    return {word for word in words if "-" in word or word == "btn"} | {f"btn-{word}" for word in words}


def trimmed(whole: str, classes: set[str], others: Iterable[str]) -> str:
    """``whole`` without the rules of classes not in ``classes`` and the properties neither it nor ``others`` read."""
    kept = list(_rules(tinycss2.parse_stylesheet(whole, skip_comments=True, skip_whitespace=True), classes))
    text = "".join(kept)
    read = set(PROPERTY.findall(text)).union(*(PROPERTY.findall(other) for other in others))
    return re.sub(r"(?<=[{;])(--bs-[\w-]+):([^;}]*);?", lambda m: m[0] if m[1] in read else "", text)


def _rules(rules: Iterable, classes: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            head = ",".join(_selectors(tinycss2.serialize(rule.prelude), classes))
            if head:
                yield f"{head}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            inside = "".join(
                _rules(
                    tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), classes
                )
            )
            if inside:
                yield f"@media{tinycss2.serialize(rule.prelude)}{{{inside}}}"


def _selectors(head: str, classes: set[str]) -> Iterator[str]:
    """Those of a rule's selectors that can match a page of ours."""
    for selector in _apart(head):
        needed = CLASS.findall(NEGATED.sub("", selector))
        if all(name in classes for name in needed) and not any(word in selector for word in NEVER):
            yield selector


def _apart(head: str) -> list[str]:
    """Selectors of a list; a comma inside brackets parts nothing."""
    return [part.strip() for part in re.split(r",(?![^(\[]*[)\]])", head)]


def style_sheets() -> list[str]:
    """Our own style sheets."""
    return [sheet.read_text(encoding="utf-8") for sheet in sorted((ROOT / "static/css").glob("*.css"))]


def make() -> str:
    """The text of the trimmed file."""
    licence = (
        "/*! Bootstrap v5.3.8, MIT, trimmed by scripts/trim_bootstrap.py; the whole file lies beside it */\n"
    )
    whole = WHOLE.read_text(encoding="utf-8")
    return licence + trimmed(whole, named_classes(), style_sheets()) + "\n"


if __name__ == "__main__":
    USED.write_text(make(), encoding="utf-8")
