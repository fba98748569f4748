"""Addresses of a plan's results at a glance."""

from django.urls import path

from consolidation.views import dashboards

urlpatterns = [path("ke-hoach/<slug:key>/toan-canh/", dashboards.plan_dashboard, name="plan_dashboard")]
