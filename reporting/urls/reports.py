"""Addresses of the composed report and of a plan's progress."""

from django.urls import path

from reporting.views import reports

urlpatterns = [
    path("bao-cao/<int:pk>/van-ban/", reports.report_detail, name="report_detail"),
    path("bao-cao/<int:pk>/van-ban/lap/", reports.report_render, name="report_render"),
    path("bao-cao/<int:pk>/van-ban/tai-ve/", reports.report_file, name="report_file"),
    path("ke-hoach/<slug:key>/tien-do/", reports.plan_progress, name="plan_progress"),
]
