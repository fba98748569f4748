"""Double claims: tell the units concerned, and DOST's ruling."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_datetime
from common.vietnamese import clean
from enterprises.models import Enterprise
from journal.actions import note_down
from organisations.models import Role
from organisations.queries import people_of
from outbox.actions import notify
from reporting.models import ClaimRuling, DoubleClaim, ReportingPeriod, Submission, SupportedEnterprise
from reporting.queries.claims import Claim, double_claims

DECIDE = "decide_claim"
NOTICE = "claim"


@transaction.atomic
def decide_claim(
    period: ReportingPeriod,
    *,
    support: int,
    ruling: ClaimRuling,
    kept: int | None = None,
    reason: str,
    by: User,
    seen: str = "",
) -> DoubleClaim:
    """Rule on the double claim that holds the record ``support``: ONE counts for ``kept``, or BOTH count.

    ``seen`` is ``Claim.seen`` of the page that was read. A ruling may be changed later; the journal keeps all of them.
    Both units are told. Raises RuleBroken: not permitted; ``gone`` when it is no double claim any more; ``stale`` when
    somebody decided meanwhile; keyed by field without a reason or without saying whose claim counts.
    """
    locked = ReportingPeriod.objects.select_for_update(no_key=True).select_related("plan").get(pk=period.pk)
    if not by.has_perm("reporting.decide_doubleclaim", locked):
        raise RuleBroken(_("Only the DOST of the plan's province decides this."), code="not_permitted")
    claim = next((c for c in double_claims(locked) if support in {s.pk for s in c.supports}), None)
    if claim is None or not _held(claim):
        raise RuleBroken(
            _("It is no double claim any more: a unit has taken its record away. Nothing was decided."),
            code="gone",
        )
    _check(claim, ruling, kept, reason, seen)
    decision, _is_new = DoubleClaim.objects.update_or_create(
        period=locked,
        enterprise_id=claim.supports[0].enterprise_id,
        content_folded=claim.supports[0].content_folded,
        defaults={
            "ruling": ruling,
            "kept_id": kept if ruling == ClaimRuling.ONE else None,
            "reason": clean(reason),
            "decided_at": timezone.now(),
            "decided_by": by,
        },
    )
    _note(decision, claim, by)
    _tell_the_ruling(decision, claim)
    return decision


def hold_supports(supports: QuerySet[SupportedEnterprise]) -> int:
    """Lock records before they are ruled on or removed, so that one of the two waits for the other; how many are there.

    Whoever removes them sees a ruling made meanwhile, and the ruling forgets them.
    """
    return len(supports.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))


def _held(claim: Claim) -> bool:
    """Whether every record of the claim is still there; none of them can go before the ruling is kept."""
    wanted = [support.pk for support in claim.supports]
    return hold_supports(SupportedEnterprise.objects.filter(pk__in=wanted)) == len(wanted)


def _check(claim: Claim, ruling: ClaimRuling, kept: int | None, reason: str, seen: str) -> None:
    if claim.seen != seen:
        raise RuleBroken(
            _("%(person)s decided this at %(moment)s, after you had opened the page. Read the ruling first.")
            % {
                "person": claim.decision.decided_by if claim.decision else _("somebody"),
                "moment": vn_datetime(claim.decision.decided_at) if claim.decision else "",
            },
            code="stale",
        )
    if not clean(reason):
        raise RuleBroken({"reason": _("Say why in a sentence; both units read it.")})
    if ruling == ClaimRuling.ONE and kept not in {support.pk for support in claim.supports}:
        raise RuleBroken({"ruling": _("Choose the unit whose claim counts.")})


def _note(decision: DoubleClaim, claim: Claim, by: User) -> None:
    """One line about the ruling and one in the history of each form it is about."""
    facts = {
        "enterprise": str(claim.enterprise),
        "content": claim.content,
        "ruling": decision.ruling,
        "kept": str(claim_unit(claim, decision.kept_id)),
    }
    for record in (decision, *claim.submissions):
        note_down(record, DECIDE, by=by, note=decision.reason, **facts)


def claim_unit(claim: Claim, kept: int | None) -> object:
    """The unit whose record ``kept`` is; "" for none."""
    found = (s.figure.line.submission.organisation for s in claim.supports if s.pk == kept)
    return next(found, "")


def _tell_the_ruling(decision: DoubleClaim, claim: Claim) -> None:
    with translation.override("vi"):
        if decision.ruling == ClaimRuling.BOTH:
            verdict = _("Both supports count.")
        else:
            verdict = _("It counts once, for %(unit)s.") % {"unit": claim_unit(claim, decision.kept_id)}
        title = _("DOST has decided who counts %(enterprise)s") % {"enterprise": claim.enterprise}
        body = _("Content: %(content)s. %(verdict)s Reason: %(reason)s") % {
            "content": claim.content,
            "verdict": verdict,
            "reason": decision.reason,
        }
    _tell(claim, f"{_key(claim)}:{decision.decided_at.isoformat()}", title, body)


def tell_about_new_claims(row: Submission, touched: Iterable[SupportedEnterprise]) -> None:
    """Tell the units when a record just added to the form ``row`` or changed in it is claimed by another unit, too.

    Nobody is told of the same claim twice.
    """
    new = {(support.enterprise_id, support.content_folded) for support in touched}
    if not new:
        return
    # two units that enter the same enterprise at once wait here for each other, so that the second sees the first's
    enterprises = Enterprise.objects.filter(pk__in={enterprise for enterprise, _content in new})
    list(enterprises.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    for claim in double_claims(row.period, row):
        first = claim.supports[0]
        if (first.enterprise_id, first.content_folded) in new:
            with translation.override("vi"):
                title = _("%(enterprise)s is claimed by several units") % {"enterprise": claim.enterprise}
                body = _("Content: %(content)s. Units: %(units)s. DOST decides how it counts.") % {
                    "content": claim.content,
                    "units": ", ".join(str(s.organisation) for s in claim.submissions),
                }
            _tell(claim, f"{_key(claim)}:found", title, body)


def _tell(claim: Claim, key: str, title: str, body: str) -> None:
    people = people_of([s.organisation_id for s in claim.submissions], [Role.FOCAL_POINT, Role.UNIT_LEADER])
    for submission in claim.submissions:
        notify(
            people.get(submission.organisation_id, []),
            kind=NOTICE,
            key=key,
            title=title,
            body=body,
            url=reverse("reporting:submission_records", args=[submission.pk]),
        )


def _key(claim: Claim) -> str:
    """The notice's key: the claim's period, enterprise and content."""
    first = claim.supports[0]
    content = hashlib.sha256(first.content_folded.encode()).hexdigest()[:16]
    return f"claim:{first.figure.line.submission.period_id}:{first.enterprise_id}:{content}"
