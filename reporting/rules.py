"""Who may see and do what with periods, submissions and reports.

The ``view`` predicates have twins in the models' ``visible_to``; a test holds them together.
"""

import rules

from accounts.models import User
from organisations.models import Role
from organisations.queries import dost_province_ids, province_ids_of, unit_ids_of
from programmes import rules as plan_rules
from programmes.models import Plan
from reporting.models import (
    Activity,
    CertifiedExpert,
    DoubleClaim,
    EvidenceFile,
    Filing,
    Letter,
    Outline,
    ReportingPeriod,
    Statement,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.states import FILED


def _plan(record: object) -> Plan | None:
    """The plan a record belongs to."""
    if isinstance(record, EvidenceFile):
        record = record.line
    if isinstance(record, Statement | SubmissionLine):
        record = record.submission
    period = record.period if isinstance(record, Submission | Letter | DoubleClaim) else record
    return period.plan if isinstance(period, ReportingPeriod) else None


@rules.predicate
def reads_the_province(user: User, record: object) -> bool:
    """DOST staff and readers of the plan's province; the ministry reads every province."""
    return plan_rules.reads_the_province(user, _plan(record))


@rules.predicate
def works_at_dost(user: User, record: object) -> bool:
    """A specialist or leader of the DOST that answers for the plan's province today."""
    return plan_rules.works_at_dost(user, _plan(record))


@rules.predicate
def speaks_for_the_unit(user: User, submission: Submission | None) -> bool:
    """The unit's focal point or leader."""
    return submission is not None and submission.organisation_id in unit_ids_of(user)


@rules.predicate
def leads_the_unit(user: User, submission: Submission | None) -> bool:
    """The leader who certifies what the unit sends."""
    return submission is not None and submission.organisation_id in unit_ids_of(user, [Role.UNIT_LEADER])


@rules.predicate
def raised_it(user: User, statement: Statement | None) -> bool:
    """Somebody of the unit that wrote the statement, or of the one that followed it."""
    return statement is not None and statement.submission.organisation_id in unit_ids_of(user)


@rules.predicate
def was_filed(_user: User, statement: Statement | None) -> bool:
    """The form the statement stands in has been submitted or accepted; before that it is the unit's alone."""
    return statement is not None and statement.submission.state in FILED


@rules.predicate
def is_followed(_user: User, statement: Statement | None) -> bool:
    """An obstacle or a proposal."""
    return statement is not None and statement.is_followed


@rules.predicate
def sees_its_form(user: User, record: object) -> bool:
    """Whoever sees the form a named record stands in; names of people go no further."""
    if isinstance(record, SupportedEnterprise):
        return user.has_perm("reporting.view_submission", record.figure.line.submission)
    return isinstance(record, Activity | CertifiedExpert) and user.has_perm(
        "reporting.view_submission", record.line.submission
    )


@rules.predicate
def is_administrator(user: User) -> bool:
    """The administrator reads everything; entering and deciding stay with those who answer for it."""
    return user.is_active and user.is_superuser


@rules.predicate
def sees_the_form(user: User, filing: Filing | None) -> bool:
    """Whoever sees a form sees its proofs."""
    return filing is not None and user.has_perm("reporting.view_submission", filing.submission)


@rules.predicate
def works_on_the_form(user: User, filing: Filing | None) -> bool:
    """The unit's people, who need the proof, and DOST."""
    steps = ("reporting.edit_submission", "reporting.decide_submission")
    return filing is not None and any(user.has_perm(step, filing.submission) for step in steps)


@rules.predicate
def writes_the_outline(user: User, outline: Outline | None) -> bool:
    """DOST the outlines of its province, the administrator those of the country."""
    if outline is None:
        return False
    if outline.province_id is None:
        return user.is_active and user.is_superuser
    return outline.province_id in dost_province_ids(user)


@rules.predicate
def reads_the_outline(user: User, outline: Outline | None) -> bool:
    """What is published for the country everybody, for a province whoever reads its reports; drafts who writes them."""
    if outline is None or outline.is_draft:
        return False
    return outline.province_id is None or outline.province_id in province_ids_of(user)


rules.add_perm("reporting.view_reportingperiod", reads_the_province | is_administrator)
rules.add_perm("reporting.open_reportingperiod", works_at_dost)
rules.add_perm("reporting.view_submission", speaks_for_the_unit | reads_the_province | is_administrator)
rules.add_perm("reporting.trace_submission", works_at_dost)  # its history by field
for record in ("evidencefile", "certifiedexpert", "workbookupload"):
    rules.add_perm(f"reporting.see_readers_of_{record}", works_at_dost)
rules.add_perm("reporting.edit_submission", speaks_for_the_unit)
rules.add_perm("reporting.read_workbooks", speaks_for_the_unit | works_at_dost)
rules.add_perm("reporting.certify_submission", leads_the_unit)
rules.add_perm("reporting.decide_submission", works_at_dost)
rules.add_perm("reporting.view_filing", sees_the_form)
rules.add_perm("reporting.render_filing", works_on_the_form)
rules.add_perm("reporting.view_letter", reads_the_province | is_administrator)
rules.add_perm("reporting.write_letter", works_at_dost)
rules.add_perm("reporting.view_statement", raised_it | (was_filed & (reads_the_province | is_administrator)))
rules.add_perm("reporting.answer_statement", was_filed & is_followed & works_at_dost)
rules.add_perm("reporting.view_activity", sees_its_form)
rules.add_perm("reporting.view_certifiedexpert", sees_its_form)
rules.add_perm("reporting.view_supportedenterprise", sees_its_form)
rules.add_perm("reporting.view_doubleclaim", reads_the_province | is_administrator)
rules.add_perm("reporting.decide_doubleclaim", works_at_dost)
rules.add_perm("reporting.view_outline", reads_the_outline | writes_the_outline | is_administrator)
rules.add_perm("reporting.edit_outline", writes_the_outline)
