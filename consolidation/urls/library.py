"""Addresses of the library of reports."""

from django.urls import path

from consolidation.views import library

urlpatterns = [
    path("bao-cao-tong-hop/", library.report_list, name="report_list"),
    path("bao-cao-tong-hop/danh-sach.<slug:kind>", library.report_list_file, name="report_list_file"),
    path("bao-cao-tong-hop/<int:pk>/so-sanh/<int:other>/", library.report_compare, name="report_compare"),
]
