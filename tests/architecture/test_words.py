"""A state is told as a state, and no two choices of one list read alike, in either language."""

import importlib
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Choices
from django.utils import translation

from journal.watching import own_apps


def lists_of_choices():
    """Every list of choices of our own apps, also those no model uses."""
    home = Path(settings.BASE_DIR)
    for app in own_apps():
        for path in (home / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "Choices)" in text and "class " in text:
                importlib.import_module(".".join(path.relative_to(home).with_suffix("").parts))
    pending, found = [Choices], {}
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if kind.__module__.partition(".")[0] in own_apps() and list(kind):
            found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return found


LISTS = lists_of_choices()


def test_the_lists_are_found():
    assert len(LISTS) > 60


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_two_choices_read_alike(name, language):
    with translation.override(language):
        labels = [str(label) for label in LISTS[name].labels]
    assert sorted({*labels}) == sorted(labels)


@pytest.mark.parametrize("name", [name for name in sorted(LISTS) if "stat" in name.lower()])
def test_a_state_is_not_told_as_the_day_it_came(name):
    with translation.override("vi"):
        assert [str(label) for label in LISTS[name].labels if str(label).startswith("Ngày")] == []
