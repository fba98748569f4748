"""The history that so many rows have left: what the triggers wrote, what else was changed, and the acts in words."""

from django.db import connection

from journal.models import Change, Entry
from load.pour import pour
from support.models import Application
from support.states import OPEN

PIECE = 50_000  # rows changed by one statement


def pour_entries(by: int) -> None:
    """Handing in and deciding of every application, in words."""
    applications = Application.objects.order_by("pk").values_list("pk", "state", "submitted_at")
    rows = list(applications)  # the line is busy while it copies: nothing can be asked meanwhile
    pour(
        Entry,
        (
            {
                "at": at,
                "by_id": by,
                "record_type": "support.application",
                "record_id": pk,
                "action": action,
                "state_after": after,
            }
            for pk, state, at in rows
            if at
            for action, after in _acts(state)
        ),
    )


def _acts(state: str) -> list[tuple[str, str]]:
    handed_in = [("submit", "submitted")]
    return handed_in if state in OPEN else [*handed_in, ("decide", state)]


def pour_history(lines: int) -> None:
    """Change applications until so many lines stand in the history of fields; the triggers write them as always."""
    missing = lines - Change.objects.count()
    last = 0
    while missing > 0:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH piece AS (SELECT id FROM support_application WHERE id > %s ORDER BY id LIMIT %s)"
                " UPDATE support_application a SET contact_phone = '024 ' || a.id || ' ' || length(contact_phone)"
                " FROM piece WHERE a.id = piece.id RETURNING a.id",
                [last, min(PIECE, missing)],
            )
            done = [row[0] for row in cursor.fetchall()]
        last = max(done, default=0)
        missing -= len(done)
