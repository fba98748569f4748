"""An application before it is handed in: begin, fill in, choose contents, begin from an earlier one, throw away."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import forget_files
from common.templatetags.formats import vn_datetime
from enterprises.models import Enterprise, enterprise_ids_of
from journal.actions import note_down
from journal.queries import SAVE, made_by_this_page, saved_just_so
from programmes.models import Plan
from programmes.queries.roles import provinces_on
from support.actions.content import DraftEntry
from support.actions.fallen_needs import let_go
from support.models import Application, RequestedItem, SupportContent
from support.states import ApplicationState as State

BEGIN, CHOOSE, DROP, DISCARD, CLONE = (
    "begin_draft",
    "choose_contents",
    "drop_content",
    "discard_draft",
    "clone",
)
ATTEMPTS = 3  # to begin a draft beside somebody who begins and discards one
TEXTS = ("situation", "purpose", "contact_name", "contact_position", "contact_phone", "contact_email")


@dataclass(frozen=True)
class Started:
    """A draft, and whether it was there before (``is_new`` False leads the person to it)."""

    application: Application
    is_new: bool


@transaction.atomic
def start(
    enterprise: Enterprise, plan: Plan, *, by: User, on: dt.date, contents: Iterable[SupportContent] = ()
) -> Started:
    """Begin a draft that asks for ``contents`` of ``plan``, with ``by`` as contact; or lead to the one there is.

    An enterprise has one draft per plan, also when two people begin at the same moment; contents chosen now are added
    to it. RuleBroken: ``not_permitted``; ``elsewhere`` for a plan of another province; ``closed`` for a content that
    takes no applications on ``on``.
    """
    if enterprise.pk not in enterprise_ids_of(by):
        raise RuleBroken(_("Only people of the enterprise apply for it."), code="not_permitted")
    wanted = list(contents)
    check_place(enterprise, plan, on)
    _check_offered(plan, wanted, on)
    contact = {
        "contact_name": by.full_name[:120],
        "contact_position": _position(by, enterprise),
        "contact_email": by.email,
    }
    begun = _the_draft(enterprise, plan, by, **contact)
    _add(begun.application, wanted, by=by)
    return begun


@transaction.atomic
def begin_for(
    enterprise: Enterprise,
    plan: Plan,
    *,
    by: User,
    on: dt.date,
    contents: Iterable[SupportContent],
    situation: str,
) -> Application:
    """DOST begins a draft for an enterprise, or adds ``contents`` to the one it has, whose words stay as they are.

    The enterprise's people fill it in; nobody else reads or changes it. RuleBroken: ``elsewhere``, ``closed``.
    """
    wanted = list(contents)
    check_place(enterprise, plan, on)
    _check_offered(plan, wanted, on)
    draft = _the_draft(enterprise, plan, by, situation=situation).application
    _add(draft, wanted, by=by)
    return draft


@transaction.atomic
def save(
    application: Application,
    entry: DraftEntry,
    *,
    version: int,
    by: User,
    now: dt.datetime,
    form: str = "",
    digest: str = "",
) -> Application:
    """Write what was filled in from ``version`` of the draft; return the row as it then is.

    A form without changes changes nothing, the same form sent twice (same ``digest``) is saved once, and an open page
    that saves itself names itself (``form``) so that its own saves are not somebody else's. RuleBroken:
    ``not_permitted``; ``gone``; ``closed`` once handed in; ``stale`` when somebody else saved meanwhile.
    """
    row = locked_draft(application, by=by)
    known = made_by_this_page(row, since=version, now=row.version, form=form, by=by)
    if known is None and digest and saved_just_so(row, since=version, digest=digest, by=by):
        return row
    items = {item.pk: item for item in row.items.all()}
    if known is None or any(each.pk not in items for each in entry.items):
        raise RuleBroken(_stale(row), code="stale")
    changed = _set(row, {name: getattr(entry, name) for name in TEXTS})
    for each in entry.items:
        values = asdict(each)
        if _set(items[each.pk], values):
            items[each.pk].save()
            changed.append(f"item:{each.pk}")
    if not changed:
        return row
    before = row.version
    _touch(row, by, now)
    note_down(row, SAVE, by=by, from_version=before, digest=digest, changed=changed, form=form, rows={})
    return row


@transaction.atomic
def choose(
    application: Application, contents: Iterable[SupportContent], *, by: User, now: dt.datetime
) -> Application:
    """Ask for more contents of the plan; those asked for already stay. RuleBroken as `save`, and ``closed`` contents."""
    row = locked_draft(application, by=by)
    wanted = list(contents)
    _check_offered(row.plan, wanted, now.date())
    if _add(row, wanted, by=by):
        _touch(row, by, now)
    return row


@transaction.atomic
def drop(item: RequestedItem, *, by: User, now: dt.datetime) -> Application:
    """No longer ask for one content; what was written about it goes. RuleBroken as `save`."""
    row = locked_draft(item.application, by=by)
    if row.items.filter(pk=item.pk).delete()[0]:
        _touch(row, by, now)
        note_down(row, DROP, by=by, content=item.content)
    return row


@transaction.atomic
def discard(application: Application, *, by: User) -> None:
    """Throw the draft away with its files; the journal keeps that there was one. RuleBroken as `save`."""
    row = locked_draft(application, by=by)
    note_down(row, DISCARD, by=by, enterprise=row.enterprise, plan=row.plan)
    let_go(row, by=by)
    forget_files(row.attachments.all())
    row.delete()


@transaction.atomic
def clone(application: Application, *, by: User, on: dt.date) -> Started:
    """Begin a draft with the words of an earlier application, also of a refused one; its files are not taken over.

    Contents that take no applications any more are left out. Where the enterprise has a draft of the plan already, that
    one is returned untouched. RuleBroken: as `start`.
    """
    contents = [item.content for item in application.items.select_related("content__plan")]
    offered = SupportContent.objects.offered(on).filter(pk__in=[content.pk for content in contents])
    begun = start(application.enterprise, application.plan, by=by, on=on)
    if not begun.is_new:
        return begun
    row = begun.application
    for name in ("situation", "purpose"):
        setattr(row, name, getattr(application, name))
    row.cloned_from = application
    row.save()
    _add(row, [content for content in contents if content in set(offered)], by=by)
    earlier = {item.content_id: item for item in application.items.all()}
    for item in row.items.all():
        for name in ("wish", "product", "provider", "cost", "own_funds"):
            setattr(item, name, getattr(earlier[item.content_id], name))
        item.save()
    note_down(row, CLONE, by=by, source=application)
    return begun


def locked_draft(application: Application, *, by: User) -> Application:
    """The draft under lock, for its own people. RuleBroken: ``gone``, ``not_permitted``, ``closed``."""
    row = (
        Application.objects.select_for_update(no_key=True, of=("self",))
        .select_related(
            "plan__province", "enterprise"
        )  # who saved is read later: a join shows the one before the wait
        .filter(pk=application.pk)
        .first()
    )
    if row is None:
        raise RuleBroken(_("This draft was discarded meanwhile. Nothing was saved."), code="gone")
    if not by.has_perm("support.edit_application", row):
        raise RuleBroken(_("Only people of the enterprise change its application."), code="not_permitted")
    if row.state != State.DRAFT:
        raise RuleBroken(
            _("Nothing was saved: the application has been handed in as %(code)s.") % {"code": row.code}
            if row.code
            else _("Nothing was saved: this application is no longer a draft."),
            code="closed",
        )
    return row


def _the_draft(enterprise: Enterprise, plan: Plan, by: User, **words: str) -> Started:
    """The one draft of the enterprise and plan, held so that nobody hands it in or discards it meanwhile.

    Where there is none a new one begins with ``words``.
    """
    drafts = Application.objects.select_for_update(no_key=True).filter(
        enterprise=enterprise, plan=plan, state=State.DRAFT
    )
    for attempt in range(ATTEMPTS):
        if (draft := drafts.first()) is not None:
            return Started(draft, is_new=False)
        try:
            with transaction.atomic():
                return Started(_begin(enterprise, plan, by, words), is_new=True)
        except IntegrityError:  # somebody began at the same moment, and may have discarded it since
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returns or raises


def _begin(enterprise: Enterprise, plan: Plan, by: User, words: dict[str, str]) -> Application:
    row = Application.objects.create(
        enterprise=enterprise,
        plan=plan,
        started_by=by,
        contact_phone=enterprise.phone,
        is_demo=enterprise.is_demo,
        **words,
    )
    note_down(row, BEGIN, by=by)
    return row


def _position(user: User, enterprise: Enterprise) -> str:
    membership = user.enterprise_memberships.filter(enterprise=enterprise).first()
    return membership.position if membership else ""


def check_place(enterprise: Enterprise, plan: Plan, on: dt.date) -> None:
    """The plan has to hold where the enterprise is, counted by the provinces of today."""
    here = {place.pk for place in provinces_on(enterprise.province, on)}
    there = {place.pk for place in provinces_on(plan.province, on)} if plan.province else here
    if not here & there:
        raise RuleBroken(
            _("The plan is of %(there)s, and the enterprise is registered in %(here)s.")
            % {"there": plan.province, "here": enterprise.province},
            code="elsewhere",
        )


def _check_offered(plan: Plan, contents: list[SupportContent], on: dt.date) -> None:
    offered = set(SupportContent.objects.offered(on).filter(plan=plan, pk__in=[c.pk for c in contents]))
    closed = [content for content in contents if content not in offered]
    if closed:
        raise RuleBroken(
            _("No applications are taken for: %(contents)s.")
            % {"contents": "; ".join(str(content) for content in closed)},
            code="closed",
        )


def _add(row: Application, contents: list[SupportContent], *, by: User) -> int:
    """Ask in a draft that is held for the contents that are not asked for yet; how many those were."""
    asked = set(row.items.values_list("content_id", flat=True))
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    new = [content for content in dict.fromkeys(contents) if content.pk not in asked]
    RequestedItem.objects.bulk_create(
        RequestedItem(application=row, content=content, position=last + at)
        for at, content in enumerate(new, start=1)
    )
    if new:
        note_down(row, CHOOSE, by=by, contents=[str(content) for content in new])
    return len(new)


def _set(record: models.Model, values: dict[str, object]) -> list[str]:
    """Set what differs; the names of the fields that did."""
    differing = [name for name, value in values.items() if getattr(record, name) != value]
    for name in differing:
        setattr(record, name, values[name])
    return differing


def _touch(row: Application, by: User, now: dt.datetime) -> None:
    row.version += 1
    row.saved_at, row.saved_by = now, by
    row.save()


def _stale(row: Application) -> str:
    return _(
        "Nothing was saved yet: %(person)s saved this draft at %(moment)s, after you had opened it. What you typed is "
        "still here. Choose below what shall stand."
    ) % {"person": row.saved_by or _("somebody"), "moment": vn_datetime(row.saved_at)}
