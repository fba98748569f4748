"""Addresses of the checks of a report."""

from django.urls import path

from consolidation.views import checking

urlpatterns = [
    path("bao-cao-tong-hop/<int:pk>/kiem-tra/", checking.report_checks, name="report_checks"),
    path(
        "bao-cao-tong-hop/<int:pk>/kiem-tra/<int:waiver>/bo/", checking.waiver_undo, name="report_waiver_undo"
    ),
]
