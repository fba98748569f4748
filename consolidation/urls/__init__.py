"""Addresses of consolidated reports, noun by noun."""

from consolidation.urls import dashboards, reports

app_name = "consolidation"
urlpatterns = [*reports.urlpatterns, *dashboards.urlpatterns]
