"""Write a program's draft into a unit's form."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from api.models import Token
from journal.actions import note_down
from reporting.actions.content import Content
from reporting.actions.entry import Saved, save_form
from reporting.models import Submission


@transaction.atomic
def save_draft(
    submission: Submission, *, content: Content, version: int, token: Token, by: User, on: dt.date
) -> Saved:
    """Save as the entry page does, and note down which program did it. Raises what ``save_form`` raises."""
    saved = save_form(submission, content=content, version=version, by=by, on=on)
    if saved.submission.version != version:
        note_down(
            submission,
            "save_by_program",
            by=by,
            token=token,
            program=token.name,
            version=saved.submission.version,
        )
    return saved
