"""Addresses of consolidated reports, noun by noun."""

from consolidation.urls import board, dashboards, life, outlines, reports, rollup, verification

app_name = "consolidation"
urlpatterns = [
    *reports.urlpatterns,
    *board.urlpatterns,
    *life.urlpatterns,
    *dashboards.urlpatterns,
    *outlines.urlpatterns,
    *verification.urlpatterns,
    *rollup.urlpatterns,
]
