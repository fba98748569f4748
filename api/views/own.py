"""What the token itself is."""

import datetime as dt

from django.http import HttpRequest
from ninja import Router, Schema

from api.documents.shared import OrganisationOut
from api.views.bearer import Bearer, shown
from api.views.refusals import READING

router = Router(auth=Bearer(), tags=["token"])


class TokenOut(Schema):
    """The token a program shows: of which organisation, what it opens, until when."""

    name: str
    organisation: OrganisationOut
    scopes: list[str]
    expires_on: dt.date


@router.get("/token", response={200: TokenOut, **READING}, url_name="own_token", operation_id="get_token")
def own_token(request: HttpRequest) -> TokenOut:
    """The token itself: a first call to try the door, and to warn before the token ends."""
    token = shown(request)
    return TokenOut(
        name=token.name,
        organisation=OrganisationOut.of(token.organisation),
        scopes=list(token.scopes),
        expires_on=token.expires_on,
    )
