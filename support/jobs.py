"""Duties of the minute tick, and long work: a step on many applications, the files of a decision."""

from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from jobs.kinds import Kind
from jobs.progress import Progress
from organisations.queries import working_calendar
from support.actions import batches, effects, telling_of_opinions, waiting
from support.actions.decision_files import DECISIONS
from support.models import Decision
from support.queries.desk import applications_of, desk_of, on_the_desk
from support.queries.wanted import wanted

LOOK_AGAIN_AFTER = 3600  # seconds
TOLD_EVERY = 20  # applications between two words of progress


def look_after_supplements() -> None:
    """Warn enterprises whose supplement is nearly due, close what nobody supplied; by the day it is in Viet Nam."""
    today = timezone.localdate()
    waiting.expire_overdue(today)
    waiting.warn(today)


def look_after_opinions() -> None:
    """Remind departments whose opinion is due."""
    telling_of_opinions.remind(timezone.localdate())


def look_after_effects() -> None:
    """Ask enterprises once a year what came of their supports; looked for hourly, by the day it is in Viet Nam."""
    today = timezone.localdate()
    if cache.add(f"effects-{today}", "", LOOK_AGAIN_AFTER):
        effects.ask_for_effects(today)


def run_batch(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Take the step on the applications asked for, with the rights ``by`` has now. The result says each refusal."""
    by = User.objects.get(pk=asked_for["by"])
    person = User.objects.filter(pk=asked_for["person"]).first() if asked_for["person"] else None
    found = list(_asked(asked_for, by))

    def tell(done: int) -> None:
        if done % TOLD_EVERY == 0:
            progress.tell(done=done, total=len(found))

    progress.tell(done=0, total=len(found))
    step = next(step for step in batches.STEPS if step.key == asked_for["step"])
    batch = batches.run(step, found, choice=batches.Choice(timezone.localdate(), person), by=by, tell=tell)
    refused = [[o.application.pk, o.application.code, o.refusal] for o in batch.refused]
    return {"job": progress.job_id, "step": step.key, "done": len(batch.done), "refused": refused}


def _asked(asked_for: dict[str, Any], by: User) -> Any:
    """The applications: those ticked, or all that the filters show now."""
    desk = desk_of(by)
    if asked_for["ids"]:
        return on_the_desk(desk).filter(pk__in=asked_for["ids"]).order_by("pk")
    return applications_of(desk, wanted(asked_for["query"]), timezone.localdate(), working_calendar())


def batch_page(result: dict[str, Any]) -> str:
    """Where what became of each application is read."""
    return reverse("support:desk_batch_result", args=[result["job"]])


def decision_page(result: dict[str, Any]) -> str:
    """Where the decision is seen."""
    decision = Decision.objects.get(pk=result["decision"])
    return reverse("support:decision_detail", args=[decision.application_id])


BATCH_KIND = Kind(run_batch, batch_page)
DECISION_KIND = DECISIONS.recipe(decision_page)
