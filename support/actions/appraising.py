"""Appraisers: invited, asked for a conflict of interest first, then for points; or taken back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from support.actions.guards import check_handles
from support.actions.locking import locked
from support.actions.telling_decisions import tell_invited
from support.models import Application, Appraiser, Score
from support.queries.appraisers import candidates, own_people_ids
from support.queries.scoring import FULL, criteria_for
from support.states import ApplicationState


@transaction.atomic
def invite(*, application: Application, user: User, by: User) -> Appraiser:
    """Ask ``user`` to appraise, and tell them; asking again finds the first invitation.

    Raises RuleBroken: ``own_people`` (acts or acted for the enterprise, its parent or a branch), ``nobody`` (neither of the
    DOST nor of a unit asked for an opinion), ``state``, ``not_permitted``, ``conflict`` (of ``by``).
    """
    row = _open(application)
    check_handles(row, by)
    known = row.appraisers.filter(user=user).first()
    if known is not None:
        return known
    if user.pk in own_people_ids(row):
        no = _(
            "%(person)s acts or acted for the enterprise or one of the same tax code and can never appraise it."
        )
        raise RuleBroken(no % {"person": user}, code="own_people")
    if user not in {person for people in candidates(row).values() for person in people}:
        no = _("%(person)s belongs neither to the DOST nor to a unit asked for its opinion.")
        raise RuleBroken(no % {"person": user}, code="nobody")
    appraiser = Appraiser.objects.create(application=row, user=user)
    note_down(row, "invite_appraiser", by=by, appraiser=user)
    tell_invited(appraiser)
    return appraiser


@transaction.atomic
def take_back(*, appraiser: Appraiser, by: User) -> None:
    """Take an invitation back, also of one who declared no conflict and gives no points: nobody could propose otherwise.

    RuleBroken (code ``heard``) once the person has declared a conflict or scored: that is kept.
    """
    row = _open(appraiser.application)
    check_handles(row, by)
    held = Appraiser.objects.select_for_update().filter(pk=appraiser.pk).first()
    if held is None:
        return
    if held.has_conflict or held.scored_at is not None:
        no = _("%(person)s has been heard; the conflict an appraiser declares and the points are kept.")
        raise RuleBroken(no % {"person": held.user}, code="heard")
    note_down(row, "take_back_appraiser", by=by, appraiser=held.user)
    held.delete()


@transaction.atomic
def declare(*, appraiser: Appraiser, has_conflict: bool, by: User, conflict: str = "") -> Appraiser:
    """The appraiser declares a conflict of interest, or none. One who has a conflict is excluded, with the reason kept.

    A conflict may still be declared after scoring: the points are noted down and no longer count. It is never taken back.
    Raises RuleBroken: ``conflict`` (which conflict is not said), ``declared``, ``state``, ``not_permitted``.
    """
    row = _own(appraiser, by)
    conflict = conflict.strip()
    if has_conflict and not conflict:
        raise RuleBroken({"conflict": _("Say which conflict of interest you have.")}, code="conflict")
    if row.has_conflict:
        raise RuleBroken(_("You have declared a conflict of interest and take no part."), code="declared")
    points = {score.criterion.name: str(score.points) for score in row.scores.select_related("criterion")}
    if has_conflict:
        row.scores.all().delete()
        row.scored_at = None
    row.has_conflict, row.conflict = has_conflict, conflict if has_conflict else ""
    row.declared_at = timezone.now()
    row.save()
    facts: dict[str, Any] = {"points_before": points} if has_conflict and points else {}
    action = "declare_conflict" if has_conflict else "declare_no_conflict"
    note_down(row.application, action, by=by, note=row.conflict, **facts)
    return row


@transaction.atomic
def score(
    *,
    appraiser: Appraiser,
    points: Mapping[int, Decimal],
    by: User,
    opinion: str = "",
    comments: Mapping[int, str] | None = None,
) -> Appraiser:
    """Give points from 0 to 100 for every criterion (by its id), with comments and an opinion. May be changed until proposed.

    Raises RuleBroken: ``undeclared``, ``conflict``, ``points`` (one is missing or not of 100), ``state``, ``not_permitted``.
    """
    row = _own(appraiser, by)
    if row.has_conflict is None:
        raise RuleBroken(_("Declare first whether you have a conflict of interest."), code="undeclared")
    if row.has_conflict:
        raise RuleBroken(_("You have declared a conflict of interest and take no part."), code="conflict")
    criteria = criteria_for(row.application)
    for criterion in criteria:
        given = points.get(criterion.pk)
        if given is None or not 0 <= given <= FULL:
            no = _("“%(criterion)s”: give points from 0 to 100.") % {"criterion": criterion}
            raise RuleBroken(no, code="points")
    for criterion in criteria:
        Score.objects.update_or_create(
            appraiser=row,
            criterion=criterion,
            defaults={
                "points": points[criterion.pk],
                "comment": (comments or {}).get(criterion.pk, "").strip(),
            },
        )
    row.opinion, row.scored_at = opinion.strip(), timezone.now()
    row.save()
    told = {criterion.name: str(points[criterion.pk]) for criterion in criteria}
    note_down(row.application, "score", by=by, note=row.opinion, points=told)
    return row


def _own(appraiser: Appraiser, by: User) -> Appraiser:
    """The appraisal, held, while it is the person's own and open."""
    application = _open(appraiser.application)
    row = Appraiser.objects.select_for_update().get(pk=appraiser.pk)
    if row.user_id != by.pk:
        raise RuleBroken(_("Only the appraiser answers for the own appraisal."), code="not_permitted")
    if by.pk in own_people_ids(application):
        no = _("You act or acted for the enterprise and can never appraise it.")
        raise RuleBroken(no, code="own_people")
    row.application = application
    return row


def _open(application: Application) -> Application:
    """The application, held, while it is under appraisal: points and a proposal wait for each other."""
    row = locked(application)
    if row.state != ApplicationState.APPRAISAL:
        no = _(
            "Appraisers are heard while the application is under appraisal; it is now in the state “%(state)s”."
        )
        raise RuleBroken(no % {"state": row.get_state_display()}, code="state")
    return row
