"""What the database adds to each line so that it can be sealed, and its values be erased later without breaking the seal."""

from django.db.models import BigIntegerField, Func, TextField, UUIDField
from django.db.models.functions import Cast


class TransactionId(Cast):
    """The transaction that writes: lines are sealed once no transaction as old as theirs is under way."""

    def __init__(self) -> None:
        number = Func(function="pg_current_xact_id", output_field=TextField())
        super().__init__(Cast(number, TextField()), BigIntegerField())

    def deconstruct(self) -> tuple[str, list, dict]:
        return "journal.models.proof.TransactionId", [], {}


class Salt(Func):
    """A random number in the fingerprint of a line: without it nobody can guess erased values from their fingerprint."""

    function = "gen_random_uuid"

    def __init__(self) -> None:
        super().__init__(output_field=UUIDField())

    def deconstruct(self) -> tuple[str, list, dict]:
        return "journal.models.proof.Salt", [], {}
