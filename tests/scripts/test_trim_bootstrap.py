"""The trimmed Bootstrap lacks nothing a page names."""

import pytest

from scripts.trim_bootstrap import CLASS, NEGATED, USED, WHOLE, make, named_classes, trimmed


def classes_of(sheet: str) -> set[str]:
    return set(CLASS.findall(NEGATED.sub("", sheet)))


def lacking(sheet: str, words: set[str]) -> set[str]:
    """Classes of Bootstrap's that our pages name and ``sheet`` has no rule for."""
    return classes_of(WHOLE.read_text()) & words & classes_of(make()) - classes_of(sheet)


def test_every_class_of_bootstrap_that_a_page_names_has_its_rules():
    missing = lacking(USED.read_text(), named_classes())
    assert not missing, f"run: python scripts/trim_bootstrap.py (for {sorted(missing)})"


def test_a_planted_gap_is_found():
    without = trimmed(WHOLE.read_text(), named_classes() - {"form-select"}, [])
    assert lacking(without, named_classes()) == {"form-select"}


@pytest.mark.parametrize(
    ("whole", "kept"),
    [
        (".a,.b:hover{color:red}", ".a{color:red}"),
        (".a:not(.b){color:red}", ".a:not(.b){color:red}"),
        ("p,.b p{color:red}", "p{color:red}"),
        (".b{color:red}", ""),
        ("@media (min-width:1px){.a{color:red}.b{color:red}}", "@media (min-width:1px){.a{color:red}}"),
        ("@media print{.b{color:red}}", ""),
        (
            ":root,[data-bs-theme=light]{--bs-a:1;--bs-b:2}p{top:var(--bs-b)}",
            ":root{--bs-b:2}p{top:var(--bs-b)}",
        ),
    ],
)
def test_what_is_kept(whole, kept):
    assert trimmed(whole, {"a"}, []) == kept
