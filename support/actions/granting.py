"""Grant the contents of an application: each becomes a support, held against everybody who grants at the same moment.

Two things nobody may pass: once per content where the plan says so (a unique constraint holds it too), and the highest
level. One thing a leader may pass with a reason: the yearly quota.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.formatting import number, short_date
from enterprises.models import Enterprise
from journal.actions import note_down
from programmes.models import PlanPolicy, PolicyKind
from support.models import Application, Check, CheckKind, CheckResult, RequestedItem, Support, SupportContent
from support.queries.amounts import Ceiling, ceilings_of
from support.queries.deciding import over_quota
from support.queries.once import standing_supports
from support.queries.quota import Quota, quotas_of


def check_who(application: Application) -> None:
    """Refuse whom the plan excludes, and whoever cannot be told apart from others.

    Raises RuleBroken: no tax code (code ``no_tax_code``); foreign-invested, or not known to be, where the plan excludes
    those (code ``foreign``).
    """
    enterprise = application.enterprise
    if not enterprise.family:
        raise RuleBroken(
            _(
                "%(enterprise)s has no tax code in the register, so nobody could tell whether it has had a content already. "
                "Enter the code first."
            )
            % {"enterprise": enterprise},
            code="no_tax_code",
        )
    clause = clause_of(application, PolicyKind.FOREIGN_EXCLUDED)
    if clause is None or enterprise.is_foreign_invested is False:
        return
    facts = {"enterprise": enterprise, "plan": application.plan, "clause": clause.text}
    if enterprise.is_foreign_invested:
        no = _("%(enterprise)s is foreign-invested. %(plan)s excludes such organisations: “%(clause)s”")
        raise RuleBroken(no % facts, code="foreign")
    checked = Check.objects.filter(
        application=application, kind=CheckKind.FOREIGN, result=CheckResult.MET
    ).exists()
    if not checked:
        no = _(
            "%(enterprise)s has not declared whether it is foreign-invested, and %(plan)s excludes such organisations: "
            "“%(clause)s” Answer that line of the checklist first."
        )
        raise RuleBroken(no % facts, code="foreign")


def check_once(application: Application, items: Sequence[RequestedItem]) -> None:
    """Refuse a content the organisation has had, or asks for twice here, where the plan says “once”.

    Raises RuleBroken (code ``once``) with the clause of the plan, verbatim, and the code and day of the earlier application.
    """
    clause = clause_of(application, PolicyKind.ONCE_PER_CONTENT)
    if clause is None:
        return
    kins = [item.content.kin for item in items]
    had = standing_supports(application.enterprise.family, kins)
    for item in items:
        earlier = had.get(item.content.kin)
        if earlier is not None and earlier.item_id != item.pk:
            raise RuleBroken(had_already(item, earlier, application.enterprise, clause), code="once")
        if kins.count(item.content.kin) > 1:
            no = _("“%(content)s” is granted twice here. %(plan)s says: “%(clause)s”")
            facts = {"content": item.content, "plan": application.plan, "clause": clause.text}
            raise RuleBroken(no % facts, code="once")


def had_already(item: RequestedItem, earlier: Support, enterprise: Enterprise, clause: PlanPolicy) -> str:
    """Why a content is not granted again, for whoever decides and for the enterprise."""
    former = earlier.item.application
    words = _(
        "“%(content)s” was granted already: application %(code)s, granted on %(day)s under %(former_plan)s. "
        "%(plan)s says: “%(clause)s”"
    ) % {
        "content": item.content,
        "code": former.code,
        "day": short_date(earlier.granted_on),
        "former_plan": earlier.content.plan,
        "plan": clause.plan,
        "clause": clause.text,
    }
    if former.enterprise_id == enterprise.pk:
        return words
    return (
        words
        + " "
        + _("It went to %(enterprise)s, which shares the tax code: a parent and its branches count as one.")
        % {"enterprise": former.enterprise}
    )


def check_amount(item: RequestedItem, ceiling: Ceiling) -> None:
    """Refuse an amount above the highest level, or one nobody can reckon. Money in đồng.

    Raises RuleBroken: no amount, or no basis where no level is entered (code ``amount``); no cost recognised where the
    level is a share of it (code ``cost``); above the highest level (code ``above_level``).
    """
    facts = {"content": item.content, "amount": number(item.amount or 0)}
    if not item.amount:
        raise RuleBroken(_("“%(content)s”: say how much is granted.") % facts, code="amount")
    if not ceiling.is_laid_down:
        if not item.reason:
            no = _(
                "“%(content)s”: no level is entered for this content, so say what the amount of %(amount)s đồng rests on."
            )
            raise RuleBroken(no % facts, code="amount")
        return
    shared = any(level.rate is not None for level in (ceiling.level, *ceiling.others) if level is not None)
    if item.recognised is None and (shared or ceiling.most is None):
        no = _("“%(content)s”: the level is a share of the cost; say which cost is recognised.")
        raise RuleBroken(no % facts, code="cost")
    if ceiling.most is not None and ceiling.level is not None and item.amount > ceiling.most:
        no = _(
            "“%(content)s”: %(amount)s đồng is more than the %(most)s đồng that the highest level gives (%(basis)s). Levels "
            "are not added up."
        )
        facts |= {"most": number(ceiling.most), "basis": ceiling.level.legal_basis}
        raise RuleBroken(no % facts, code="above_level")


def grant_items(
    application: Application,
    items: Sequence[RequestedItem],
    *,
    by: User,
    on: dt.date,
    over_quota_reason: str = "",
) -> list[Support]:
    """Make a support of each of ``items``, all or none, while everybody else who grants the same waits.

    Runs inside the caller's transaction, after the application's row is locked. Raises RuleBroken as the checks above do,
    and with code ``over_quota`` where the year's quota is used up and no reason is given.
    """
    application.enterprise = _held(application.enterprise_id)
    _hold_kins(items)
    check_who(application)
    family = application.enterprise.family
    hold({f"quota:{application.plan_id}:{on.year}", *(f"once:{i.content.kin}:{family}" for i in items)})
    check_once(application, items)
    over = over_quota(list(items), quotas_of([item.content for item in items], on.year), family)
    if over and not over_quota_reason.strip():
        raise RuleBroken({"over_quota_reason": quota_words(over.values())}, code="over_quota")
    ceilings = ceilings_of(items, application.enterprise, on, {item.pk: item.recognised for item in items})
    is_once = clause_of(application, PolicyKind.ONCE_PER_CONTENT) is not None
    granted = []
    for item in items:
        check_amount(item, ceilings[item.pk])
        support = Support(
            item=item,
            enterprise=application.enterprise,
            content=item.content,
            family=family,
            kin=item.content.kin,
            is_once=is_once,
            granted_on=on,
            granted_by=by,
            level=ceilings[item.pk].level,
            cost=item.recognised,
            amount=item.amount or 0,
            over_quota_reason=over_quota_reason if item.pk in over else "",
            is_demo=application.is_demo,
        )
        granted.append(_store(support, application, items))
        note_down(support, "granted", by=by, after=support.state, amount=support.amount, level=support.level)
    return granted


def quota_words(over: Iterable[Quota]) -> str:
    """Which quota is used up, and that a reason lets it be passed."""
    used = "; ".join(
        _("%(name)s, %(year)s: %(used)s of %(of)s used")
        % {"name": quota.name, "year": quota.year, "used": number(quota.used), "of": number(quota.of)}
        for quota in {quota.source.pk: quota for quota in over}.values()
    )
    return _("The yearly quota is used up (%(used)s). Give the reason for granting above it.") % {
        "used": used
    }


def clause_of(application: Application, kind: PolicyKind) -> PlanPolicy | None:
    """The clause of the application's plan that says ``kind``; None where the plan does not say it."""
    return (
        application.plan.policies.filter(kind=kind).select_related("plan__document", "plan__province").first()
    )


def hold(keys: Iterable[str]) -> None:
    """Wait until nobody else holds any of ``keys``, then hold them until the transaction ends.

    Always in one order, so that two who want the same never wait for each other.
    """
    with connection.cursor() as cursor:
        for key in sorted(set(keys)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _held(enterprise_id: int) -> Enterprise:
    """The enterprise as it is now; nobody puts its tax code right until the support stands that goes by it."""
    rows = Enterprise.objects.select_for_update(no_key=True, of=("self",)).select_related("province")
    return rows.get(pk=enterprise_id)


def _hold_kins(items: Sequence[RequestedItem]) -> None:
    """Read which contents count as one; nobody relates them otherwise until the supports stand."""
    contents = SupportContent.objects.select_for_update(no_key=True).order_by("pk")
    kins = dict(contents.filter(pk__in=[i.content_id for i in items]).values_list("pk", "kin"))
    for item in items:
        item.content.kin = kins[item.content_id]


def _store(support: Support, application: Application, items: Sequence[RequestedItem]) -> Support:
    """Save it; should the constraint refuse what the locks let through, explain that too."""
    try:
        with transaction.atomic():
            support.save()
    except IntegrityError as refused:
        check_once(application, items)
        raise RuleBroken(
            _("This application was decided meanwhile. Open it again."), code="moved_on"
        ) from refused
    return support
