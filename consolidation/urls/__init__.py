"""Addresses of consolidated reports, noun by noun."""

from consolidation.urls import dashboards, life, reports

app_name = "consolidation"
urlpatterns = [
    *reports.urlpatterns,
    *life.urlpatterns,
    *dashboards.urlpatterns,
]
