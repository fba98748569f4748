"""The specialist proposes what to decide about each content, the leader decides, or has it looked at again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance, note_down
from papers.codec import to_json
from support.actions.decision_files import request_files
from support.actions.granting import check_amount, check_once, check_who, grant_items
from support.actions.guards import check_unbiased
from support.actions.locking import locked
from support.actions.telling_decisions import tell_decided, tell_proposed, tell_reconsidered
from support.documents.decision_letter import compose_decision, seal_of
from support.models import Application, Decision, RequestedItem, Verdict
from support.queries.amounts import ceilings_of
from support.queries.appraisers import appraisal_pending
from support.queries.decision_facts import decision_facts
from support.queries.scoring import marks_of


@dataclass(frozen=True)
class Proposed:
    """What is proposed for a content (``item``: id of the RequestedItem). Money in đồng; no ``amount``: the highest there is.

    ``clause`` is the id of a PlanPolicy of the plan; ``reason`` is needed for a refusal, and for an amount no level gives.
    """

    item: int
    verdict: str
    amount: int | None = None
    recognised: int | None = None
    reason: str = ""
    clause: int | None = None


@transaction.atomic
def propose(
    *,
    application: Application,
    verdicts: Sequence[Proposed],
    by: User,
    text: str = "",
    on: dt.date | None = None,
) -> Application:
    """Propose a verdict for every content and hand the application to the leader.

    Raises RuleBroken where it is not the person's or the moment to propose, a content has no verdict, a refusal no reason,
    an appraiser has not answered, a content misses the pass mark, the plan excludes the enterprise or has given it the
    content already, or an amount passes the highest level.
    """
    on = on or timezone.localdate()
    check_unbiased(application, by)
    row = advance(locked(application), "propose", by=by, note=text)
    items = _items(row)
    _write(row, items, {given.item: given for given in verdicts}, by=by)
    _check_appraisal(row, items)
    granted = [item for item in items if item.verdict == Verdict.GRANTED]
    if granted:
        check_who(row)
        check_once(row, granted)
        ceilings = ceilings_of(granted, row.enterprise, on, {item.pk: item.recognised for item in granted})
        for item in granted:
            if item.amount is None:  # nothing typed: the highest there is
                item.amount = ceilings[item.pk].most
                item.save(update_fields=["amount"])
            check_amount(item, ceilings[item.pk])
    decision, _new = Decision.objects.get_or_create(application=row)
    decision.proposal, decision.proposed_at, decision.proposed_by = text, timezone.now(), by
    decision.save()
    tell_proposed(row)
    return row


@transaction.atomic
def reconsider(*, application: Application, reason: str, by: User) -> Application:
    """The leader sends the proposal back, saying why; its verdicts stay as a beginning for the next one.

    Raises RuleBroken without a reason (code ``reason``), or where the application is not proposed or not the person's.
    """
    if not reason.strip():
        raise RuleBroken({"reason": _("Say what is to be looked at again.")}, code="reason")
    row = advance(application, "reconsider", by=by, note=reason)
    Decision.objects.filter(application=row).update(proposed_at=None, proposed_by=None)
    tell_reconsidered(row, reason)
    return row


@transaction.atomic
def decide(
    *,
    application: Application,
    by: User,
    on: dt.date | None = None,
    conclusion: str = "",
    over_quota_reason: str = "",
    seen: str | None = None,
    now: dt.datetime | None = None,
) -> Application:
    """Decide as proposed: grant what is proposed for granting (each content becomes a Support), refuse the rest.

    The letter is composed as it was previewed, its files are made as long work, the enterprise is told. ``seen`` is the
    seal of the letter the leader read (`seal_of`): another proposal since is refused as stale. Raises RuleBroken, codes:
    ``moved_on`` (withdrawn or decided meanwhile), ``not_permitted``, ``conflict``, ``own_proposal``, ``stale``, ``once``,
    ``foreign``, ``no_tax_code``, ``above_level``, ``over_quota`` (keyed to ``over_quota_reason``).
    """
    now = now or timezone.now()
    on = on or timezone.localdate(now)
    held = locked(application)
    granted = [item for item in _items(held) if item.verdict == Verdict.GRANTED]
    row = advance(held, "grant" if granted else "refuse", by=by, note=conclusion, ended_on=on)
    decision = Decision.objects.select_for_update().get(application=row)
    check_unbiased(row, by)
    if decision.proposed_by_id == by.pk:
        raise RuleBroken(
            _("You proposed this yourself. Another leader decides, or somebody else proposes."),
            code="own_proposal",
        )
    document = compose_decision(decision_facts(row, on), at=now)
    if seen is not None and seen != seal_of(document):
        no = _(
            "The proposal or what the letter says has changed since you read it. Read the letter below again."
        )
        raise RuleBroken(no, code="stale")
    grant_items(row, granted, by=by, on=on, over_quota_reason=over_quota_reason)
    decision.conclusion, decision.over_quota_reason = conclusion, over_quota_reason
    decision.decided_at, decision.decided_by = now, by
    decision.composed = to_json(document)
    decision.save()
    request_files(decision=decision, by=by)
    tell_decided(row)
    return row


def _items(application: Application) -> list[RequestedItem]:
    """The contents asked for, in order."""
    return list(application.items.select_related("content", "clause"))


def _write(
    application: Application, items: Iterable[RequestedItem], given: dict[int, Proposed], *, by: User
) -> None:
    """Put what is proposed on each content."""
    clauses = set(application.plan.policies.values_list("pk", flat=True))
    for item in items:
        said = given.get(item.pk)
        if said is None or said.verdict not in Verdict.values:
            no = _("“%(content)s”: say whether it is to be granted or refused.") % {"content": item.content}
            raise RuleBroken(no, code="verdict")
        reason = said.reason.strip()
        if said.verdict == Verdict.REFUSED and not reason:
            no = _("“%(content)s”: say why it is to be refused.") % {"content": item.content}
            raise RuleBroken(no, code="reason")
        if said.clause is not None and said.clause not in clauses:
            raise RuleBroken(_("This clause is not one of the plan."), code="clause")
        is_granted = said.verdict == Verdict.GRANTED
        item.verdict, item.reason = said.verdict, reason
        item.amount = said.amount if is_granted else None
        item.recognised = said.recognised if is_granted else None
        item.clause_id = None if is_granted else said.clause
        item.save(update_fields=["verdict", "reason", "amount", "recognised", "clause"])
        note_down(
            application,
            "propose_item",
            by=by,
            content=str(item.content),
            verdict=item.verdict,
            amount=item.amount,
            reason=reason,
        )


def _check_appraisal(application: Application, items: Sequence[RequestedItem]) -> None:
    """Nobody invited is passed over, and nothing that misses the pass mark is granted."""
    pending = appraisal_pending(application)
    if pending:
        names = "; ".join(str(appraiser.user) for appraiser in pending)
        no = _("Invited, but not heard yet: %(names)s. Wait for them, or take the invitation back.")
        raise RuleBroken(no % {"names": names}, code="pending")
    marks = marks_of(application, items)
    for item in items:
        mark = marks[item.pk]
        if item.verdict != Verdict.GRANTED or mark.pass_mark is None or not mark.criteria or mark.passes:
            continue
        no = _("“%(content)s”: the procedure lays down %(mark)s points to pass. Nobody has scored it.")
        if mark.mean is not None:
            no = _("“%(content)s” has %(points)s points; the procedure lays down %(mark)s to pass.")
        facts = {"content": item.content, "mark": mark.pass_words, "points": mark.words}
        raise RuleBroken(no % facts, code="pass_mark")
