"""Addresses of the report of a period and of its versions."""

from django.urls import path

from consolidation.views import reports

urlpatterns = [
    path("bao-cao/<int:pk>/van-ban/", reports.period_report, name="period_report"),
    path("bao-cao/<int:pk>/van-ban/lap/", reports.report_start, name="report_start"),
    path("bao-cao-tong-hop/<int:pk>/", reports.report_detail, name="report_detail"),
    path("bao-cao-tong-hop/<int:pk>/ban-in/lap/", reports.report_render, name="report_render"),
    path("bao-cao-tong-hop/<int:pk>/ban-in/", reports.report_file, name="report_file"),
    path("bao-cao-tong-hop/<int:pk>/ban-in/word/", reports.report_word, name="report_word"),
    path("bao-cao-tong-hop/<int:pk>/ban-in/excel/", reports.report_excel, name="report_excel"),
]
