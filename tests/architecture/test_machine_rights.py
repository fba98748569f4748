"""The machines' door is swept with a token of everybody who may hand one out, against the table in rights.py."""

import pytest
from django.db import transaction
from django.urls import reverse

from api.models import Scope
from enterprises.models import Enterprise
from reporting.models import Submission
from tests.architecture import rights
from tests.architecture.rights import MACHINES
from tests.factories.api import Program, a_token

pytestmark = pytest.mark.django_db
ANSWERS = {
    200: "through", 401: "no token", 403: "not yours", 404: "not there", 405: "no such act", 422: "through",
}  # fmt: skip


@pytest.fixture
def asked(world, places):
    """The address of each row: one unit's form, its period, plan and report, and an enterprise of its province."""
    form = Submission.objects.get(
        organisation__key="ha-noi/DOIT", period__plan__key="ha-noi-149-2021", period__year=_year()
    )
    found = {
        "api:plan": form.period.plan.key,
        "api:period": form.period_id,
        "api:report": form.period.reports.get().pk,
        "api:enterprise": Enterprise.objects.filter(province=form.period.plan.province).first().pk,
        "api:submission": form.pk,
    }

    def address(name):
        known = next(
            (pk for prefix, pk in found.items() if name == prefix or name.startswith(f"{prefix}_")), None
        )
        return reverse(name, args=[known] if known else [])

    return address


def _year():
    from django.utils import timezone

    return timezone.localdate().year


def tokens_of(world, scopes) -> dict[str, Program]:
    """A program of everybody who may hand out tokens, with ``scopes``."""
    return {
        role: Program(a_token(world[role].memberships.first().organisation, *scopes, holder=world[role])[1])
        for role in rights.TOKENS
    }


def expected(opening, role, method, *, with_scope) -> str:
    if method != opening.method:
        return "no such act"
    if not with_scope:
        return "not yours"
    if role in opening.who:
        return "through"
    return "not yours" if role in opening.sees else "not there"


def ask(program, method, address) -> str:
    with transaction.atomic():
        key = {"idempotency-key": "key-00001"}
        body = {"version": 1}
        response = program.generic(
            method, address, "" if method == "GET" else '{"version": 1}', "application/json", headers=key
        )
        transaction.set_rollback(True)
    assert body
    return ANSWERS.get(response.status_code, str(response.status_code))


def sweep(world, asked, table) -> list[str]:
    """Every cell of the table that is not as it says."""
    faults = []
    with_all = tokens_of(world, list(Scope))
    for name, opening in table.items():
        others = [scope for scope in Scope if scope != opening.scope]
        lacking = tokens_of(world, others) if opening.scope else {}
        for method in ("GET", "POST", "PUT"):
            for programs in (with_all, lacking):
                for role, program in programs.items():
                    said = ask(program, method, asked(name))
                    wanted = expected(opening, role, method, with_scope=programs is with_all)
                    if said != wanted:
                        faults.append(f"{method} {name} as {role}: {said}, not {wanted}")
        if ask(Program(""), opening.method, asked(name)) != "no token":
            faults.append(f"{name} without a token")
    return faults


def test_every_token_gets_what_the_table_says(world, asked, settings):
    settings.API_READS_PER_MINUTE = settings.API_WRITES_PER_MINUTE = settings.API_WRONG_TOKENS_PER_MINUTE = (
        10_000
    )
    faults = sweep(world, asked, MACHINES)
    assert not faults, "\n".join(faults)


def test_the_sweep_is_not_vacuous(world, asked):
    shut = {"api:plans": rights.Opening("plans:read", rights.NOBODY)}
    ajar = {"api:period": rights.Opening("results:read", rights.TOKENS)}
    assert len(sweep(world, asked, shut)) == len(rights.TOKENS)
    assert len(sweep(world, asked, ajar)) == len(rights.TOKENS - rights.READERS)


@pytest.mark.parametrize("name", rights.NOTHING_THERE)
def test_what_is_no_address_is_nowhere_for_everybody(name, client):
    address = {"api:api-root": "/api/", "api:nothing_here": "/api/x"}[name]
    assert client.get(address).status_code == 404
