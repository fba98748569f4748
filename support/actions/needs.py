"""What an organisation says an enterprise needs: sent, taken up, answered, turned into a draft of the enterprise."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from enterprises.actions.register import register
from enterprises.models import Enterprise
from enterprises.queries import Named
from journal.actions import advance, note_down
from organisations.models import Organisation
from organisations.queries import unit_ids_of
from programmes.models import Plan
from support.actions import telling_of_needs as telling
from support.actions.drafts import begin_for, check_place
from support.models import Application, Need, SupportContent
from support.queries.eligibility import closed_because

BEGIN_FOR = "begin_from_need"


@transaction.atomic
def send(
    *,
    organisation: Organisation,
    enterprise: Enterprise | Named,
    plan: Plan,
    content: SupportContent | None,
    text: str,
    contact: str = "",
    by: User,
    on: dt.date,
) -> Need:
    """Tell DOST what an enterprise needs; one the register does not know (``Named``) is entered first.

    RuleBroken: ``not_permitted`` for somebody who does not act for ``organisation``; ``closed`` for a plan that does not
    run on ``on`` or a content that takes no applications or is another plan's; ``elsewhere`` for an enterprise the plan does
    not reach; as `register` for the new enterprise.
    """
    if organisation.pk not in unit_ids_of(by):
        raise RuleBroken(_("Only people of the organisation send its needs."), code="not_permitted")
    if not plan.year_from <= on.year <= plan.year_to:
        raise RuleBroken(_("The plan does not run this year."), code="closed")
    if content is not None and (content.plan_id != plan.pk or closed_because(content, on)):
        raise RuleBroken(_("This content of the plan takes no applications."), code="closed")
    if isinstance(enterprise, Named):
        province = organisation.province or plan.province
        enterprise = register([enterprise], province=province, by=by)[0]
    check_place(enterprise, plan, on)
    need = Need.objects.create(
        plan=plan,
        organisation=organisation,
        enterprise=enterprise,
        content=content,
        text=text,
        contact=contact,
        sent_by=by,
    )
    note_down(need, "send_need", by=by, after=need.state, enterprise=enterprise, organisation=organisation)
    telling.tell_desk(need, "sent")
    return need


@transaction.atomic
def take_up(need: Need, *, by: User) -> Need:
    """Somebody at DOST looks at it. RuleBroken as `advance`."""
    row = advance(need, "route", by=by, handled_by=by)
    telling.tell_sender(row, "taken_up")
    return row


@transaction.atomic
def answer(need: Need, *, text: str, by: User, now: dt.datetime) -> Need:
    """Answer the organisation. RuleBroken: as `advance`, and ``empty`` without words."""
    if not text.strip():
        raise RuleBroken(_("Write the answer."), code="empty")
    row = advance(need, "reply", by=by, note=text, answer=text, answered_at=now, answered_by=by)
    telling.tell_sender(row, "answered")
    return row


@transaction.atomic
def turn_into_draft(need: Need, *, by: User, on: dt.date) -> Application:
    """Begin a draft for the enterprise, or add the content to the one it has; its people fill it in and hand it in.

    A draft is the enterprise's alone: DOST begins it and sees it again once it is handed in. The enterprise may have no
    people yet; the draft waits for them. RuleBroken: as `advance`, and as the beginning of a draft.
    """
    need = (
        Need.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan__province", "enterprise", "content", "organisation")
        .get(pk=need.pk)
    )
    contents = [need.content] if need.content is not None else []
    application = begin_for(need.enterprise, need.plan, by=by, on=on, contents=contents, situation=need.text)
    row = advance(need, "become_application", by=by, application=application)
    note_down(application, BEGIN_FOR, by=by, need=row, organisation=row.organisation)
    telling.tell_sender(row, "applied")
    telling.tell_enterprise(row)
    return application
