"""Granted supports for tests, at the point where a test takes them up."""

import datetime as dt

from support.actions.acceptances import Named, accept
from support.actions.contracts import Contract, sign_contract
from tests.factories.support import SupportFactory

TODAY = dt.date(2026, 11, 21)
SIGNED = dt.date(2026, 3, 1)


def granted(stage, **facts):
    """A support of the stage's enterprise and content, granted in January."""
    facts = {"granted_on": dt.date(2026, 1, 15), "plan": stage.plan, **facts}
    return SupportFactory(content=stage.content, **{"enterprise": stage.enterprise, **facts})


def contract(**facts):
    """A contract of 200 million."""
    said = {"number": "15/HĐ-SKHCN", "on": SIGNED, "value": 200_000_000, "parties": "Sở; Công ty"}
    return Contract(**{**said, "ends_on": dt.date(2026, 12, 31), **facts})


def contracted(stage, **facts):
    return sign_contract(granted(stage, **facts), contract(), by=stage.specialist, today=TODAY)


def accepted(stage, *named, on=dt.date(2026, 10, 1), **facts):
    """An accepted support with outcomes given as (kind, name)."""
    return accept(
        contracted(stage, **facts),
        accepted_on=on,
        result="Đạt",
        outcomes=[Named(*each) for each in named],
        by=stage.specialist,
        today=TODAY,
    )
