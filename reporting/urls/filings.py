"""Addresses of proofs of submission."""

from django.urls import path

from reporting.views import filings

urlpatterns = [
    path("giay-xac-nhan/<int:pk>/", filings.filing_detail, name="filing_detail"),
    path("giay-xac-nhan/<int:pk>/tep/", filings.filing_file, name="filing_file"),
    path("giay-xac-nhan/<int:pk>/lap-lai/", filings.filing_render, name="filing_render"),
]
