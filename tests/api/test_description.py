"""schemathesis asks the door everything its description allows, and what it forbids: no failure, answers as described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup, ServerError
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from organisations.models import Role
from tests.factories.api import a_token
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.reporting import stage

PATIENCE = 120  # seconds; a busy machine is no failure of the door
EXAMPLES = 10  # of each address and mode
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
QUIETLY = bounds(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(client, settings):
    """The door behind a real server, no limits on how often it is asked."""
    settings.API_READS_PER_MINUTE = settings.API_WRITES_PER_MINUTE = 1_000_000
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    return {operation.label: operation for operation in (found.ok() for found in schema.get_all_operations())}


def ask(
    operation, secret: str, mode: GenerationMode, *, server: str, places: dict | None, told: list[int]
) -> None:
    """Ask one address with made-up data, of a record that is there where ``places`` name one."""

    @QUIETLY
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=places))
    def once(case):
        headers = {"Authorization": f"Bearer {secret}"}
        if operation.method.upper() == "PUT" and mode == GenerationMode.POSITIVE:
            headers["Idempotency-Key"] = f"key-{len(told):08d}"
        response = case.call(base_url=server, headers=headers, timeout=PATIENCE)
        told.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    once()


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_asked_makes_the_door_fail(described, live_server):
    here = stage()
    enterprise = EnterpriseFactory(province=here.plan.province)
    unit = a_token(here.unit)[1]
    dost = a_token(here.dost, role=Role.SPECIALIST)[1]
    known = {
        "plans": {"key": here.plan.key},
        "periods": {"pk": here.period.pk},
        "enterprises": {"pk": enterprise.pk},
    }
    known |= {"submissions": {"pk": here.submission.pk}, "reports": {"pk": 1}}
    told: dict[str, list[int]] = {label: [] for label in described}
    for label, operation in described.items():
        secret = unit if "submissions" in label else dost
        places = next((place for noun, place in known.items() if f"/{noun}/" in label), None)
        ask(
            operation,
            secret,
            GenerationMode.POSITIVE,
            server=live_server.url,
            places=places,
            told=told[label],
        )
        if list(operation.iter_parameters()):
            ask(
                operation,
                secret,
                GenerationMode.NEGATIVE,
                server=live_server.url,
                places=None,
                told=told[label],
            )
    assert len(told) == 16
    assert all(told.values())
    assert {status for statuses in told.values() for status in statuses if status >= 500} == set()
    fruitless = [
        label for label, statuses in told.items() if 200 not in statuses and "reports/{" not in label
    ]
    assert fruitless == []


@pytest.mark.django_db(transaction=True)
def test_the_check_notices_a_planted_failure(described, live_server, monkeypatch):
    def fails(**_):
        raise RuntimeError("planted")

    monkeypatch.setattr("api.views.plans.plans_found", fails)
    secret = a_token(stage().dost, role=Role.SPECIALIST)[1]
    with pytest.raises(FailureGroup) as found:
        ask(
            described["GET /api/v1/plans"],
            secret,
            GenerationMode.POSITIVE,
            server=live_server.url,
            places=None,
            told=[],
        )
    assert [type(fault) for fault in found.value.exceptions] == [ServerError]
