"""Addresses of periods, submissions and reports, noun by noun."""

from reporting.urls import (
    desk,
    evidence,
    filings,
    letters,
    outlines,
    periods,
    progress,
    proposals,
    records,
    submissions,
    workbooks,
)

app_name = "reporting"
urlpatterns = [
    *periods.urlpatterns,
    *desk.urlpatterns,
    *letters.urlpatterns,
    *progress.urlpatterns,
    *submissions.urlpatterns,
    *filings.urlpatterns,
    *records.urlpatterns,
    *evidence.urlpatterns,
    *workbooks.urlpatterns,
    *proposals.urlpatterns,
    *outlines.urlpatterns,
]
