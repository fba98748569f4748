"""Prove that the journal is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from journal.queries.guards import gaps
from journal.queries.verifying import verify

MOST = 20  # faults told one by one


class Command(BaseCommand):
    """Recomputes every seal and every line; names the first bad line and ends with an error if there is one."""

    help = (
        "Prove that acts and changes of fields are as they were written. Ends with status 1 and names the first bad "
        "line if one was changed, deleted or put in later, or if the database no longer watches."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            help="a hash of an earlier seal that was kept outside the database; it must still be in the chain",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Print the head of the chain, or what is wrong."""
        proof, open_gaps = verify(now=timezone.now(), head=options["head"].strip().lower()), gaps()
        for words in [*(fault.words for fault in proof.faults), *open_gaps][:MOST]:
            self.stderr.write(words)
        if proof.faults:
            raise CommandError(
                f"The journal is NOT as it was written: {len(proof.faults)} faults; first: {proof.faults[0].words}"
            )
        if open_gaps:
            raise CommandError(
                f"The journal is as it was written, but the database does not watch everything: {open_gaps[0]}. What was"
                " changed meanwhile left no line. Find out who did it, then run manage.py migrate or enable the trigger."
            )
        self.stdout.write(
            f"The journal is as it was written: {proof.lines} lines under {proof.seals} seals,"
            f" {proof.erased} of them erased by a dated rule.\nHead: {proof.head}"
        )
