"""Tokens of programs for tests."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from api.actions.tokens import hand_out_token
from api.models import Scope, Token
from organisations.models import Organisation, Role
from tests.factories.organisations import MembershipFactory


def a_token(
    organisation: Organisation, *scopes: str, holder=None, role=Role.UNIT_LEADER
) -> tuple[Token, str]:
    """A token in force with all ``scopes`` (or every one) and its secret; held by a leader of the house."""
    holder = holder or MembershipFactory(organisation=organisation, role=role).user
    today = timezone.localdate()
    return hand_out_token(
        organisation=organisation,
        name="Hệ thống thử",
        scopes=scopes or list(Scope),
        expires_on=today + dt.timedelta(30),
        by=holder,
        on=today,
    )


class Program(Client):
    """A program that shows ``secret`` with each request and reads English."""

    def __init__(self, secret: str, language: str = "en") -> None:
        headers = {"accept-language": language}
        if secret:
            headers["authorization"] = f"Bearer {secret}"
        super().__init__(headers=headers)

    def write(self, address: str, body, *, key: str = "key-00001", **headers: str):
        """PUT JSON under a key."""
        return self.put(
            address, body, content_type="application/json", headers={"idempotency-key": key, **headers}
        )


def program_of(organisation: Organisation, *scopes: str, **facts) -> Program:
    """A program of the organisation."""
    return Program(a_token(organisation, *scopes, **facts)[1])
