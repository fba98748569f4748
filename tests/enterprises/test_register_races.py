"""Two at the very same moment, with threads of their own: nothing is lost, nobody is entered twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from common.errors import RuleBroken
from enterprises.actions.importing import write_rows
from enterprises.actions.profile import change_profile
from enterprises.documents.workbook.row import Typed
from enterprises.models import Enterprise
from journal.models import Entry
from tests.enterprises.world import an_enterprise
from tests.factories.enterprises import tax_code

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """What each act returned, or the code of its refusal."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_save_one_version_one_is_asked_to_compare():
    enterprise, manager, clerk = an_enterprise(address="")

    def save(person, address):
        return lambda: change_profile(enterprise, facts={"address": address}, version=1, by=person).address

    told = at_once(save(manager, "Thôn 1"), save(clerk, "Thôn 2"))
    kept = Enterprise.objects.get(pk=enterprise.pk)
    assert sorted(told) == sorted([kept.address, "stale"])
    assert kept.version == 2


def test_two_workbooks_with_the_same_rows_enter_each_enterprise_once():
    enterprise, _manager, clerk = an_enterprise()
    here = enterprise.province_id
    rows = [
        Typed(n, {"tax_code": tax_code(5000 + n), "name": f"Công ty {n}"}, f"cong ty {n}", here)
        for n in range(2, 52)
    ]

    def write():
        return len(write_rows(rows, provinces=[here], seen={}, upload=0, by=clerk).new)

    assert sorted(at_once(write, write)) == [0, 50]
    assert Enterprise.objects.count() == 51
    assert Entry.objects.filter(action="enter_enterprise").count() == 50
