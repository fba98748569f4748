"""A page that loads itself anew when long work is done does not take away what somebody is typing on it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consolidation.actions.rendering import request_render
from jobs.models import Job
from tests.browser import PASSWORD
from tests.consolidation.lives import a_house

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_comment_half_written_outlives_the_end_of_the_rendering(visitor):
    house = a_house()
    house.leader.set_password(PASSWORD)
    house.leader.save()
    job = request_render(report=house.report, by=house.specialist)
    page = visitor().sign_in(house.leader.email).go(house.report.get_absolute_url())
    polled = page.locator("#files-job[hx-get]")
    expect(polled).to_have_count(1)
    page.locator("#y-kien details.check summary").last.click()
    box = page.locator("#y-kien textarea[name=text]")
    box.fill("Đang viết dở")
    Job.objects.filter(pk=job.pk).update(status="done", ended_at=timezone.now())
    for _look in range(2):
        with page.expect_response(lambda answer: bool(answer.headers.get("hx-refresh"))):
            pass
    expect(box).to_have_value("Đang viết dở")
    expect(polled).to_have_count(1)
    with page.expect_event("load"):
        box.fill("")
    expect(polled).to_have_count(0)
