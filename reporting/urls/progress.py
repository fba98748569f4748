"""Addresses of a plan's progress."""

from django.urls import path

from reporting.views import progress

urlpatterns = [path("ke-hoach/<slug:key>/tien-do/", progress.plan_progress, name="plan_progress")]
