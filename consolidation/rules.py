"""Who may see and do what with consolidated reports.

The ``view`` predicate has its twin in the model's ``visible_to``; a test holds them together.
"""

import rules

from accounts.models import User
from consolidation.models import Comment, Dispatch, Passage, Report, SetAside, SignedFile, Waiver
from consolidation.states import OUT, ReportState
from organisations.models import Role
from organisations.queries import dost_province_ids, reads_the_country
from reporting import rules as collecting

PIECES = Passage | SetAside | Comment | Waiver | SignedFile | Dispatch


def _report(record: object) -> Report | None:
    """The report a piece belongs to."""
    if isinstance(record, PIECES):
        return record.report
    return record if isinstance(record, Report) else None


@rules.predicate
def reads_the_province(user: User, record: object) -> bool:
    """DOST staff and readers of the plan's province; the ministry reads every province."""
    report = _report(record)
    return report is not None and collecting.reads_the_province(user, report.period)


@rules.predicate
def works_at_dost(user: User, record: object) -> bool:
    """A specialist or leader of the DOST that answers for the plan's province today."""
    report = _report(record)
    return report is not None and collecting.works_at_dost(user, report.period)


@rules.predicate
def leads_dost(user: User, record: object) -> bool:
    """The leader of the DOST that answers for the plan's province today: who signs."""
    report = _report(record)
    return report is not None and report.period.plan.province_id in dost_province_ids(user, [Role.LEADER])


@rules.predicate
def is_being_drafted(_user: User, record: object) -> bool:
    """The report is with the specialist: its text may be changed."""
    report = _report(record)
    return report is not None and report.state == ReportState.DRAFTING


@rules.predicate
def has_left_the_house(_user: User, record: object) -> bool:
    """The report was issued, superseded or not; before that it is DOST's own draft."""
    report = _report(record)
    return report is not None and report.state in OUT


@rules.predicate
def is_administrator(user: User) -> bool:
    """The administrator reads everything; writing and signing stay with those who answer for it."""
    return user.is_active and user.is_superuser


@rules.predicate
def reads_for_the_ministry(user: User) -> bool:
    """Somebody of the ministry: who receives reports of other installations and sees whose seal counts."""
    return user.is_active and reads_the_country(user)


rules.add_perm(
    "consolidation.view_report", works_at_dost | (reads_the_province & has_left_the_house) | is_administrator
)
rules.add_perm("consolidation.edit_report", works_at_dost)
rules.add_perm("consolidation.check_report", works_at_dost | is_administrator)
rules.add_perm("consolidation.view_waiver", works_at_dost | is_administrator)
rules.add_perm("consolidation.compose_report", works_at_dost & is_being_drafted)
rules.add_perm("consolidation.comment_report", works_at_dost)
rules.add_perm("consolidation.approve_report", leads_dost)
rules.add_perm("consolidation.render_report", works_at_dost)
rules.add_perm("consolidation.view_receivedreport", reads_for_the_ministry | is_administrator)
rules.add_perm("consolidation.receive_report", reads_for_the_ministry | is_administrator)
rules.add_perm("consolidation.list_installations", reads_for_the_ministry | is_administrator)
rules.add_perm("consolidation.trust_installation", is_administrator)
