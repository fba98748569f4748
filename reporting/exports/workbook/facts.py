"""What the first sheet of a form's workbook says about the form on a day."""

import datetime as dt

from django.utils import translation

from organisations.models import Role
from organisations.queries import dost_people_of, working_calendar
from reporting.documents.workbook.prefilled import Guide
from reporting.models import Submission
from reporting.queries.status import entry_refusal, status_of

MOST_PEOPLE = 3


def guide_to(submission: Submission, on: dt.date) -> Guide:
    """The facts, in Vietnamese; ``closed`` says why nothing may be entered. Four queries."""
    period, calendar = submission.period, working_calendar()
    province = period.plan.province_id
    people = dost_people_of([province], [Role.SPECIALIST], on)[province]
    with translation.override("vi"):
        status = status_of(submission, on, calendar)
        return Guide(
            unit=str(submission.organisation),
            plan=str(period.plan),
            period=period.name,
            cutoff_on=period.cutoff_on,
            due_on=period.due_on,
            locks_on=period.locks_on,
            status=status.words,
            reason=status.reason,
            closed=entry_refusal(submission, on, calendar),
            people=tuple(f"{user.full_name} ({user.email})" for user in people[:MOST_PEOPLE]),
            written_on=on,
        )
