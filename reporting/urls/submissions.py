"""Addresses of a unit's form: reading, filling in, its steps."""

from django.urls import path

from reporting.views import submissions

urlpatterns = [
    path("phieu/", submissions.submission_list, name="submission_list"),
    path("phieu/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("phieu/<int:pk>/nhap/", submissions.submission_edit, name="submission_edit"),
    path("phieu/<int:pk>/trinh/", submissions.submission_hand_in, name="submission_hand_in"),
    path("phieu/<int:pk>/duyet/", submissions.submission_certify, name="submission_certify"),
    path("phieu/<int:pk>/chuyen-lai/", submissions.submission_decline, name="submission_decline"),
    path("phieu/<int:pk>/chap-nhan/", submissions.submission_accept, name="submission_accept"),
    path("phieu/<int:pk>/tra-lai/", submissions.submission_send_back, name="submission_send_back"),
]
