"""A unit says whether the document it reports is the similar one of the register, or another."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from programmes.models import LegalDocument
from reporting.actions.documents import is_ours_alone, locked_register
from reporting.actions.editing import locked_for_entry
from reporting.models import IssuedDocument, Submission
from reporting.queries.look_alikes import look_alikes
from reporting.queries.parts import open_parts


@transaction.atomic
def use_registered(issued: IssuedDocument, *, document_id: int, by: User, on: dt.date) -> IssuedDocument:
    """Report the similar document of the register instead of the unit's own wording, which is forgotten if nobody else cites it.

    Raises RuleBroken: entry is closed; code ``stale`` when the row is gone or no longer looks like that one; ``twice``
    when the form lists that document already.
    """
    row, submission = _locked(issued, by=by, on=on)
    province = locked_register(submission)
    alike = {a.document.pk: a.document for a in look_alikes([row], province.pk).get(row.pk, [])}
    document = alike.get(document_id)
    if document is None:
        raise RuleBroken(_("The document no longer looks like that one. Open the form again."), code="stale")
    if submission.issued_documents.filter(document=document).exists():
        raise RuleBroken(
            _("Your form lists the document %(document)s already. Remove one of the two rows.")
            % {"document": document},
            code="twice",
        )
    before = row.document
    row.document = document
    row.save(update_fields=["document"])
    _changed(submission, by=by, document=document.pk, instead_of=before.pk)
    _forget(before, submission, by=by)
    return row


@transaction.atomic
def keep_distinct(issued: IssuedDocument, *, by: User, on: dt.date) -> IssuedDocument:
    """Say that the document is another than the similar one of the register. Raises RuleBroken as use_registered."""
    row, submission = _locked(issued, by=by, on=on)
    if not row.is_distinct:
        row.is_distinct = True
        row.save(update_fields=["is_distinct"])
        _changed(submission, by=by, distinct=row.document_id)
    return row


def _locked(issued: IssuedDocument, *, by: User, on: dt.date) -> tuple[IssuedDocument, Submission]:
    """The row and its form, locked; refused where the documents are not open."""
    submission = locked_for_entry(issued.submission, by=by, on=on)
    parts = open_parts(submission)
    if not (parts.whole or parts.documents):
        raise RuleBroken(
            _("DOST sent back other parts of this form; its documents stay as they are."), code="closed"
        )
    row = submission.issued_documents.select_related("document__issuer").filter(pk=issued.pk).first()
    if row is None:
        raise RuleBroken(_("A row of this form no longer exists. Open the form again."), code="stale")
    return row, submission


def _changed(submission: Submission, *, by: User, **facts: Any) -> None:
    """A change of the form like any other: a page opened before it is out of date."""
    Submission.objects.filter(pk=submission.pk).update(
        version=F("version") + 1, saved_at=timezone.now(), saved_by=by
    )
    note_down(submission, "tell_apart", by=by, **facts)


def _forget(document: LegalDocument, submission: Submission, *, by: User) -> None:
    """Take the unit's own wording out of the register, unless something else cites it."""
    if not is_ours_alone(document, submission):
        return
    try:
        with transaction.atomic():
            note_down(document, "forget", by=by, name=str(document), submission=submission.pk)
            document.delete()
    except ProtectedError:
        return
