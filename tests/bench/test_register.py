"""The measuring of the import goes on working."""

import pytest
from django.core.management import call_command

from bench import register


@pytest.mark.django_db
def test_the_import_of_enterprises_is_measured(monkeypatch):
    call_command("load_plans", verbosity=0)
    call_command("load_demo", verbosity=0)
    monkeypatch.setattr(register, "FEW", 30)
    lines = register.imports(1, quick=True).splitlines()
    assert lines[1] == "Enterprise import 30 rows: ours vs django-import-export's default path"
    assert len(lines) == 1 + 3 + 3 + 2
