"""Addresses of consolidated reports, noun by noun."""

from consolidation.urls import (
    batches,
    board,
    checking,
    dashboards,
    library,
    life,
    outlines,
    reports,
    rollup,
    verification,
)

app_name = "consolidation"
urlpatterns = [
    *library.urlpatterns,
    *batches.urlpatterns,
    *reports.urlpatterns,
    *board.urlpatterns,
    *life.urlpatterns,
    *dashboards.urlpatterns,
    *outlines.urlpatterns,
    *verification.urlpatterns,
    *rollup.urlpatterns,
    *checking.urlpatterns,
]
