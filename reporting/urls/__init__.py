"""Addresses of periods, submissions and reports, noun by noun."""

from reporting.urls import (
    desk,
    evidence,
    filings,
    letters,
    periods,
    proposals,
    records,
    reports,
    submissions,
    workbooks,
)

app_name = "reporting"
urlpatterns = [
    *periods.urlpatterns,
    *desk.urlpatterns,
    *letters.urlpatterns,
    *reports.urlpatterns,
    *submissions.urlpatterns,
    *filings.urlpatterns,
    *records.urlpatterns,
    *evidence.urlpatterns,
    *workbooks.urlpatterns,
    *proposals.urlpatterns,
]
