"""Record what was answered to an obstacle or a proposal."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from organisations.queries import UNIT_ROLES, people_of
from outbox.actions import notify
from reporting.actions.content import Citation
from reporting.actions.documents import registered_document
from reporting.models import Answer, Statement


@transaction.atomic
def record_answer(
    statement: Statement,
    *,
    answered_by: str,
    answered_on: dt.date,
    text: str,
    closes: bool,
    by: User,
    on: dt.date,
    citation: Citation | None = None,
) -> Answer:
    """Note the answer of ``answered_by`` to ``statement`` and tell the unit; ``closes`` settles the matter.

    The document cited is found in the province's register or entered there. The same answer sent twice is noted
    once. RuleBroken: not permitted (also before the form is filed); raised again meanwhile (code ``raised_again``);
    an answer of a day to come.
    """
    row = (
        Statement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("submission__organisation", "submission__period__plan__province")
        .get(pk=statement.pk)
    )
    if not by.has_perm("reporting.answer_statement", row):
        raise RuleBroken(
            _("Only the DOST of the plan's province records answers, and only to what has been submitted."),
            code="not_permitted",
        )
    if answered_on > on:
        raise RuleBroken({"answered_on": _("An answer cannot be of a day to come.")})
    facts = {"answered_by": answered_by, "answered_on": answered_on, "text": text, "closes": closes}
    same = row.answers.filter(**facts, noted_by=by).first()
    if same is not None:
        return same
    if row.carried_to.visible_to(by).exists():
        raise RuleBroken(
            _("The unit has raised this again in a later year; record the answer there."), code="raised_again"
        )
    document = None
    if citation is not None:
        document = registered_document(citation, submission=row.submission, instead_of=None, by=by)
    answer = Answer.objects.create(statement=row, document=document, noted_by=by, **facts)
    note_down(row, "answer", by=by, answer=answer.pk, closes=closes)
    _tell(answer)
    return answer


def _tell(answer: Answer) -> None:
    """Tell the people of the unit that raised the matter."""
    submission = answer.statement.submission
    people = people_of([submission.organisation_id], UNIT_ROLES)[submission.organisation_id]
    with translation.override("vi"):
        title = _("%(body)s answered: %(matter)s") % {
            "body": answer.answered_by,
            "matter": answer.statement.text[:160],
        }
        notify(
            people,
            kind="answer",
            key=f"answer:{answer.pk}",
            title=title,
            body=answer.text,
            url=answer.statement.get_absolute_url(),
            about=str(submission),
            province=submission.period.plan.province,
        )
