"""Addresses of consolidated reports, noun by noun."""

from consolidation.urls import reports

app_name = "consolidation"
urlpatterns = [*reports.urlpatterns]
