"""Those who write an open report hear once of a newer national outline."""

import pytest
from django.utils import timezone

from consolidation.actions.outline_news import tell_of_newer_outlines
from consolidation.actions.outlining import follow_outline
from consolidation.models import Report
from outbox.models import Notice
from reporting.actions.outline_writing import copy_outline, publish_outline
from reporting.models import Outline
from tests.consolidation.board import a_desk
from tests.factories.accounts import UserFactory
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db


def a_whole_desk():
    """A desk whose programme has every group, so that its outline may be published again."""
    made = a_desk()
    for place in range(1, 7):
        facts = {"title": f"Nhóm {place}", "position": place}
        made.period.plan.programme.task_groups.get_or_create(code=f"NG{place}", defaults=facts)
    return made


@pytest.fixture
def desk():
    return a_whole_desk()


def publish(desk, province=None, **facts):
    by = UserFactory(is_superuser=True) if province is None else desk.specialist
    draft = copy_outline(source=desk.report.outline, province=province, by=by)
    Outline.objects.filter(pk=draft.pk).update(**facts)
    return publish_outline(outline=draft, edition=1, by=by)


def told():
    return sorted(Notice.objects.values_list("user_id", flat=True))


def test_nobody_is_told_before_there_is_one(desk):
    assert tell_of_newer_outlines() == 0


def test_the_whole_dost_is_told_once_with_the_way_to_it(desk):
    outline = publish(desk)
    assert (tell_of_newer_outlines(), tell_of_newer_outlines()) == (3, 0)
    assert told() == sorted(user.pk for user in (desk.specialist, desk.colleague, desk.leader))
    notice = Notice.objects.first()
    assert notice.url == f"/bao-cao-tong-hop/{desk.report.pk}/de-cuong/?den={outline.pk}"
    assert desk.period.title in notice.title


def test_the_next_one_is_told_again(desk):
    publish(desk)
    tell_of_newer_outlines()
    publish(desk)
    assert tell_of_newer_outlines() == 3


def test_an_approved_report_keeps_its_outline_and_nobody_hears(desk):
    publish(desk)
    facts = {"approved_at": timezone.now(), "approved_by": desk.leader, "composed": {}}
    Report.objects.filter(pk=desk.report.pk).update(state="approved", **facts)
    assert tell_of_newer_outlines() == 0


def test_one_for_later_years_or_of_the_province_itself_concerns_no_one(desk):
    publish(desk, valid_from_year=desk.period.year + 1)
    assert tell_of_newer_outlines() == 0
    publish(desk)
    publish(desk, province=desk.period.plan.province)
    assert tell_of_newer_outlines() == 0


def test_who_moved_the_report_already_is_not_told(desk):
    outline = publish(desk)
    follow_outline(report=desk.report, outline=outline, to={}, by=desk.specialist)
    assert tell_of_newer_outlines() == 0


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_the_same_moment_tell_once():
    desk = a_whole_desk()
    publish(desk)
    at_once(tell_of_newer_outlines, tell_of_newer_outlines)
    assert len(told()) == 3
