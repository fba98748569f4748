"""Reporting in the administration: everything is found, what units sent is only read, changes are journalled."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from journal.models import Entry
from reporting.actions.outlines import keep_carried_outlines
from reporting.models import Campaign, DocumentSection, StatementKind
from tests.factories.accounts import AdministratorFactory
from tests.factories.programmes import PlanFactory
from tests.reporting.filling import (
    VIETNAM,
    a_document,
    a_figure,
    a_line,
    a_period,
    a_setting,
    a_statement,
    a_submission,
)

pytestmark = pytest.mark.django_db
MODELS = sorted(apps.get_app_config("reporting").get_models(), key=lambda model: model.__name__)
SET_BY_HAND = {"Campaign", "Figure", "ReminderStep", "ReportSetting", "RequestLetter"}


@pytest.fixture
def period(client):
    client.force_login(AdministratorFactory())
    period = a_period(PlanFactory())
    sent = a_submission(period)
    a_figure(a_line(sent), 3)
    a_statement(sent, StatementKind.OBSTACLE, "Thiếu kinh phí.")
    a_document(sent, DocumentSection.PLANS, abstract="việc")
    a_setting(period)
    keep_carried_outlines()
    return period


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_listed_searched_and_opened_and_only_settings_may_be_changed(model, period, client):
    assert admin.site.is_registered(model)
    base = f"admin:reporting_{model._meta.model_name}"
    assert client.get(reverse(f"{base}_changelist"), {"q": "kinh"}).status_code == 200
    row = model.objects.first()
    if row is None:
        return
    page = client.get(reverse(f"{base}_change", args=[row.pk]))
    assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, model.__name__ in SET_BY_HAND)


def test_moving_a_campaign_is_journalled_and_its_job_cannot_be_set(period, client):
    campaign = Campaign.objects.create(period=period, runs_at=dt.datetime(2023, 11, 25, 6, tzinfo=VIETNAM))
    page = reverse("admin:reporting_campaign_change", args=[campaign.pk])
    moved = {
        "period": period.pk,
        "step": "render",
        "runs_at_0": "26/11/2023",
        "runs_at_1": "07:30",
        "job": "1",
    }
    assert client.post(page, moved).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.runs_at, campaign.job) == (dt.datetime(2023, 11, 26, 7, 30, tzinfo=VIETNAM), None)
    assert Entry.objects.about(campaign).get().action == "change_in_administration"
