"""Addresses of the files of evidence."""

from django.urls import path

from reporting.views import evidence

urlpatterns = [
    path("phieu/<int:pk>/minh-chung/<int:line_pk>/", evidence.evidence_list, name="evidence_list"),
    path("phieu/<int:pk>/minh-chung/tep/<int:evidence_pk>/", evidence.evidence_file, name="evidence_file"),
    path(
        "phieu/<int:pk>/minh-chung/tep/<int:evidence_pk>/go/",
        evidence.evidence_remove,
        name="evidence_remove",
    ),
]
