"""Who may see and do what with contents, applications, supports and needs.

The ``view`` predicates have twins in the models' ``visible_to``; a test holds them together.
"""

import rules
from django.db.models import Q

from accounts.models import User
from enterprises.models import enterprise_ids_of
from enterprises.rules import manages_it
from organisations.models import Role
from organisations.queries import dost_province_ids, province_ids_of, unit_ids_of
from support.models import (
    Application,
    Appraiser,
    Attachment,
    Decision,
    Need,
    OpinionRequest,
    Outcome,
    Support,
)
from support.states import ApplicationState


def _application(record: object) -> Application | None:
    """The application a record belongs to."""
    if isinstance(record, Application):
        return record
    if isinstance(record, Attachment | Decision | OpinionRequest | Appraiser):
        return record.application
    return None


def _support(record: object) -> Support | None:
    return record.support if isinstance(record, Outcome) else record if isinstance(record, Support) else None


def _province_id(record: object) -> int | None:
    """The province whose DOST answers for a record."""
    application, support = _application(record), _support(record)
    if application is not None:
        return application.plan.province_id
    if support is not None:
        return support.content.plan.province_id
    return record.plan.province_id if isinstance(record, Need) else None


def _enterprise_id(record: object) -> int | None:
    of = _application(record) or _support(record)
    return of.enterprise_id if of is not None else None


@rules.predicate
def acts_for_the_enterprise(user: User, record: object) -> bool:
    """One of the applying enterprise's people."""
    return _enterprise_id(record) in enterprise_ids_of(user)


@rules.predicate
def reads_the_province(user: User, record: object) -> bool:
    """DOST and the readers of the plan's province; the ministry reads every province."""
    return _province_id(record) in province_ids_of(user)


@rules.predicate
def works_at_dost(user: User, record: object) -> bool:
    """A specialist or leader of the DOST that answers for the plan's province today."""
    return _province_id(record) in dost_province_ids(user)


@rules.predicate
def leads_dost(user: User, record: object) -> bool:
    """A leader of that DOST."""
    return _province_id(record) in dost_province_ids(user, [Role.LEADER])


@rules.predicate
def is_submitted(_user: User, record: object) -> bool:
    """Handed in; a draft is the enterprise's alone."""
    application = _application(record)
    return (
        application is not None
        and application.submitted_at is not None
        and application.state != ApplicationState.DRAFT
    )


@rules.predicate
def was_asked(user: User, record: object) -> bool:
    """One of the people of a unit DOST asks for an opinion on the application.

    Once DOST has closed the request, only of a unit that gave its opinion, or whoever of the unit appraises.
    """
    application = _application(record)
    if application is None or not unit_ids_of(user):
        return False
    asked = application.opinion_requests.filter(organisation_id__in=unit_ids_of(user))
    counts = Q(closed_at=None) | Q(answered_at__isnull=False) | Q(application__appraisers__user=user.pk)
    return asked.filter(counts).exists()


@rules.predicate
def was_asked_this(user: User, request: OpinionRequest | None) -> bool:
    """One of the people of the unit this request went to."""
    return request is not None and request.organisation_id in unit_ids_of(user)


@rules.predicate
def is_the_appraiser(user: User, appraiser: Appraiser | None) -> bool:
    """The person asked to appraise."""
    return appraiser is not None and appraiser.user_id == user.pk


@rules.predicate
def sent_it(user: User, need: Need | None) -> bool:
    """One of the people of the organisation that sent the need."""
    return need is not None and need.organisation_id in unit_ids_of(user)


@rules.predicate
def sees_the_place(user: User, attachment: Attachment | None) -> bool:
    """Whether the part of the dossier a file belongs to is the person's to read; the dossier itself is asked apart.

    Minutes and opinions stay with DOST, the readers and the unit asked; what is written inside DOST stays there; files of a
    granted support are no business of an asked unit; who appraises reads papers only after declaring no conflict.
    """
    if attachment is None:
        return False
    if attachment.is_minutes or attachment.opinion_id:
        return reads_the_province(user, attachment) or was_asked_this(user, attachment.opinion)
    if attachment.message is not None:
        return (
            works_at_dost(user, attachment)
            if attachment.message.is_internal
            else acts_for_the_enterprise(user, attachment) or reads_the_province(user, attachment)
        )
    if attachment.support_id:
        return acts_for_the_enterprise(user, attachment) or reads_the_province(user, attachment)
    return not is_kept_out(user, attachment)


@rules.predicate
def is_kept_out(user: User, record: object) -> bool:
    """Asked to appraise, but has not declared yet, or declared a conflict of interest."""
    application = _application(record)
    if application is None or application.state == ApplicationState.DRAFT:
        return False
    return any(
        each.user_id == user.pk and each.has_conflict is not False for each in application.appraisers.all()
    )


@rules.predicate
def has_a_numbered_letter(_user: User, record: object) -> bool:
    """The registry has numbered the letter that tells the enterprise; until then it is a draft."""
    application = _application(record)
    return (
        application is not None
        and Decision.objects.filter(application=application, number__isnull=False).exists()
    )


@rules.predicate
def is_administrator(user: User) -> bool:
    """The administrator reads everything; deciding stays with those who answer for it."""
    return user.is_active and user.is_superuser


# Who also acts for the enterprise stands on its side: the office's own words are not for them.
reads_the_office = is_submitted & ~acts_for_the_enterprise & (reads_the_province | is_administrator)

rules.add_perm("support.view_supportcontent", rules.always_allow)
rules.add_perm(
    "support.view_application",
    acts_for_the_enterprise | (is_submitted & (reads_the_province | was_asked)) | is_administrator,
)
rules.add_perm(
    "support.view_attachment",
    ((acts_for_the_enterprise | (is_submitted & (reads_the_province | was_asked))) & sees_the_place)
    | (is_submitted & is_administrator),
)
rules.add_perm("support.edit_application", acts_for_the_enterprise)
rules.add_perm("support.handle_application", is_submitted & works_at_dost & ~acts_for_the_enterprise)
rules.add_perm("support.decide_application", is_submitted & leads_dost & ~acts_for_the_enterprise)
rules.add_perm("support.take_own_data", manages_it)
rules.add_perm("support.write_message", acts_for_the_enterprise | (is_submitted & works_at_dost))
rules.add_perm("support.view_handling", reads_the_office)
rules.add_perm(
    "support.view_opinionrequest", was_asked_this | (is_submitted & (reads_the_province | is_administrator))
)
rules.add_perm("support.give_opinion", was_asked_this)
rules.add_perm("support.appraise_application", is_the_appraiser)
rules.add_perm("support.view_decision", reads_the_office)
rules.add_perm(
    "support.read_letter",
    (acts_for_the_enterprise & has_a_numbered_letter)
    | (is_submitted & (reads_the_province | is_administrator)),
)
rules.add_perm("support.trace_application", works_at_dost & is_submitted)  # its history by field
rules.add_perm("support.see_readers_of_application", acts_for_the_enterprise | (works_at_dost & is_submitted))
rules.add_perm("support.trace_support", works_at_dost)
rules.add_perm("support.view_support", acts_for_the_enterprise | reads_the_province | is_administrator)
rules.add_perm("support.handle_support", works_at_dost)
rules.add_perm("support.end_support", leads_dost)
rules.add_perm("support.renounce_support", acts_for_the_enterprise)
rules.add_perm("support.declare_effect", acts_for_the_enterprise)
rules.add_perm("support.add_support_file", acts_for_the_enterprise | works_at_dost)
rules.add_perm("support.view_outcome", acts_for_the_enterprise | reads_the_province | is_administrator)
rules.add_perm("support.view_need", sent_it | reads_the_province | is_administrator)
rules.add_perm("support.handle_need", works_at_dost)
