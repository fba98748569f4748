"""Points and weights come to exact means; who may give them; nothing before the declaration."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from common.errors import RuleBroken
from enterprises.models import Enterprise
from journal.models import Entry
from support.actions.appraising import declare, invite, score, take_back
from support.actions.deciding import propose
from support.forms.appraisal import ScoreForm
from support.models import Appraiser, Score
from support.queries.appraisers import candidates
from support.queries.scoring import appraisers_in_full, criteria_for, marks_of, rounded, shares
from support.queries.to_do import to_appraise
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.support import (
    CriterionFactory,
    SupportContentFactory,
    SupportProcedureFactory,
    support_stage,
)
from tests.support.desk import granting, refusing, under_appraisal

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return support_stage()


def colleague(here):
    return MembershipFactory(organisation=here.leader.memberships.get().organisation, role="specialist").user


def heard(here, application, *points):
    """A colleague who has no conflict and gives ``points`` in the order of the criteria."""
    user = colleague(here)
    appraiser = invite(application=application, user=user, by=here.specialist)
    declare(appraiser=appraiser, has_conflict=False, by=user)
    told = {c.pk: Decimal(p) for c, p in zip(criteria_for(application), points, strict=True)}
    return score(appraiser=appraiser, points=told, by=user)


def mark(application):
    item = application.items.get()
    return marks_of(application, [item])[item.pk]


def refusal(act, **facts):
    with pytest.raises(RuleBroken) as no:
        act(**facts)
    return no.value.code


def test_the_mean_is_weighted_and_exact(here):
    for weight in (50, 30, 20):
        CriterionFactory(plan=here.plan, weight=weight)
    application = under_appraisal(here)
    heard(here, application, "80", "60", "33.33")
    heard(here, application, "70", "50", "0")
    heard(here, application, "100", "100", "100")
    expected = (Fraction("64.666") + 50 + 100) / 3
    assert (mark(application).mean, mark(application).shown) == (expected, Decimal("71.56"))


def test_weights_that_do_not_sum_to_100_are_said_and_scaled_in_sight(here):
    for weight in (60, 30, 30):
        CriterionFactory(plan=here.plan, weight=weight)
    application = under_appraisal(here)
    heard(here, application, 100, 0, 0)
    found = mark(application)
    assert (found.is_normalised, found.total, found.mean) == (True, 120, 50)
    assert [weighted.shown for weighted in found.criteria] == [50, 25, 25]
    assert sum(weighted.share for weighted in found.criteria) == 100


def test_a_criterion_of_another_content_does_not_count_for_this_one(here):
    CriterionFactory(plan=here.plan, weight=100)
    other = SupportContentFactory(plan=here.plan)
    CriterionFactory(plan=here.plan, content=other, weight=100)
    application = under_appraisal(here, here.content, other)
    heard(here, application, 80, 20)
    marks = marks_of(application, application.items.all())
    assert [marks[item.pk].mean for item in application.items.all()] == [80, 50]


def test_a_mean_that_misses_the_pass_mark_never_reads_as_if_it_reached_it(here):
    CriterionFactory(plan=here.plan, weight=100)
    SupportProcedureFactory(plan=here.plan, pass_mark=50)
    application = under_appraisal(here)
    for points in ("50", "50", "49.99"):
        heard(here, application, points)
    found = mark(application)
    assert (found.passes, found.shown) == (False, Decimal("49.99"))
    assert refusal(propose, application=application, verdicts=granting(application), by=here.specialist) == (
        "pass_mark"
    )
    assert propose(application=application, verdicts=refusing(application), by=here.specialist)


def test_where_a_pass_mark_is_laid_down_somebody_has_to_score(here):
    CriterionFactory(plan=here.plan, weight=100)
    SupportProcedureFactory(plan=here.plan, pass_mark=50)
    application = under_appraisal(here)
    verdicts = granting(application)
    assert refusal(propose, application=application, verdicts=verdicts, by=here.specialist) == "pass_mark"
    heard(here, application, 50)
    assert propose(application=application, verdicts=verdicts, by=here.specialist).state == "proposed"


def test_nobody_invited_is_passed_over(here):
    application, user = under_appraisal(here), colleague(here)
    appraiser = invite(application=application, user=user, by=here.specialist)
    verdicts = granting(application)
    assert refusal(propose, application=application, verdicts=verdicts, by=here.specialist) == "pending"
    take_back(appraiser=appraiser, by=here.specialist)
    assert propose(application=application, verdicts=verdicts, by=here.specialist).state == "proposed"


def test_one_who_declares_and_never_gives_points_stops_nobody_for_ever(here):
    application, user = under_appraisal(here), colleague(here)
    appraiser = invite(application=application, user=user, by=here.specialist)
    declare(appraiser=appraiser, has_conflict=False, by=user)
    take_back(appraiser=appraiser, by=here.specialist)
    verdicts = granting(application)
    assert propose(application=application, verdicts=verdicts, by=here.specialist).state == "proposed"


def test_a_conflict_excludes_with_the_reason_kept_also_after_scoring(here):
    CriterionFactory(plan=here.plan, weight=100)
    application = under_appraisal(here)
    appraiser = heard(here, application, 90)
    heard(here, application, 10)
    assert mark(application).mean == 50
    declare(appraiser=appraiser, has_conflict=True, conflict="Góp vốn.", by=appraiser.user)
    assert (mark(application).mean, Score.objects.count()) == (10, 1)
    entry = Entry.objects.get(action="declare_conflict")
    assert (entry.note, list(entry.facts["points_before"].values())) == ("Góp vốn.", ["90.00"])
    assert refusal(score, appraiser=appraiser, points={}, by=appraiser.user) == "conflict"
    assert refusal(declare, appraiser=appraiser, has_conflict=False, by=appraiser.user) == "declared"
    assert refusal(take_back, appraiser=appraiser, by=here.specialist) == "heard"


def test_nobody_scores_before_declaring_nor_for_somebody_else(here):
    criterion = CriterionFactory(plan=here.plan, weight=100)
    application, user = under_appraisal(here), colleague(here)
    appraiser = invite(application=application, user=user, by=here.specialist)
    points = {criterion.pk: Decimal(5)}
    assert refusal(score, appraiser=appraiser, points=points, by=user) == "undeclared"
    assert refusal(declare, appraiser=appraiser, has_conflict=False, by=here.leader) == "not_permitted"
    declare(appraiser=appraiser, has_conflict=False, by=user)
    assert refusal(score, appraiser=appraiser, points={}, by=user) == "points"
    assert refusal(score, appraiser=appraiser, points={criterion.pk: Decimal(101)}, by=user) == "points"


def test_only_dost_and_units_asked_are_candidates_never_the_enterprises_own_people(here):
    application = under_appraisal(here)
    unit = OrganisationFactory(province=here.province)
    asked, stranger = (
        MembershipFactory(organisation=o, role="focal_point").user for o in (unit, OrganisationFactory())
    )
    application.opinion_requests.create(
        organisation=unit,
        question="?",
        due_on=application.submitted_at.date(),
        asked_at=application.submitted_at,
        asked_by=here.specialist,
    )
    branch = Enterprise.objects.create(
        name="Chi nhánh", tax_code=f"{here.enterprise.tax_code}-001", province=here.province
    )
    EnterpriseMembershipFactory(enterprise=branch, user=here.leader)
    offered = {user for users in candidates(application).values() for user in users}
    assert offered == {here.specialist, asked}
    assert refusal(invite, application=application, user=stranger, by=here.specialist) == "nobody"
    assert refusal(invite, application=application, user=here.applicant, by=here.specialist) == "own_people"
    assert refusal(invite, application=application, user=here.leader, by=here.specialist) == "own_people"


def test_whoever_has_a_conflict_neither_proposes_nor_invites(here):
    application, other = under_appraisal(here), colleague(here)
    appraiser = invite(application=application, user=other, by=here.specialist)
    declare(appraiser=appraiser, has_conflict=True, conflict="Tư vấn cho họ.", by=other)
    assert refusal(propose, application=application, verdicts=granting(application), by=other) == "conflict"
    assert refusal(invite, application=application, user=here.leader, by=other) == "conflict"


def test_inviting_twice_is_one_invitation(here):
    application, user = under_appraisal(here), colleague(here)
    for _time in range(2):
        invite(application=application, user=user, by=here.specialist)
    assert Appraiser.objects.count() == len(appraisers_in_full(application)) == 1


@given(st.fractions(min_value=0, max_value=100))
def test_rounding_is_half_up_and_exact(value):
    shown = Fraction(rounded(value))
    assert -Fraction(1, 200) < shown - value <= Fraction(1, 200)


def test_what_a_criterion_says_is_text_not_markup(here):
    criterion = CriterionFactory(plan=here.plan, guidance="<b>x</b>")
    appraiser = under_appraisal(here).appraisers.create(user=here.specialist)
    page = str(ScoreForm(criteria=shares([criterion]), appraiser=appraiser))
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page


def test_who_has_left_is_asked_to_appraise_nothing(here):
    application = under_appraisal(here)
    application.appraisers.create(user=here.specialist)
    assert to_appraise(here.specialist).count() == 1
    here.specialist.memberships.update(valid_to=timezone.localdate() - dt.timedelta(1))
    assert to_appraise(User.objects.get(pk=here.specialist.pk)).count() == 0
