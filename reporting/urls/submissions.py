"""Addresses of a unit's form: reading, filling in, its steps."""

from django.urls import path

from reporting.views import entry, look_alikes, steps, submissions

urlpatterns = [
    path("phieu/<int:pk>/van-ban/<int:issued_pk>/giong/", look_alikes.document_alike, name="document_alike"),
    path("phieu/", submissions.submission_list, name="submission_list"),
    path("phieu/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("phieu/<int:pk>/nhap/", entry.submission_edit, name="submission_edit"),
    path("phieu/<int:pk>/trinh/", steps.submission_hand_in, name="submission_hand_in"),
    path("phieu/<int:pk>/duyet/", steps.submission_certify, name="submission_certify"),
    path("phieu/<int:pk>/chuyen-lai/", steps.submission_decline, name="submission_decline"),
    path("phieu/<int:pk>/rut-lai/", steps.submission_withdraw, name="submission_withdraw"),
    path("phieu/<int:pk>/chap-nhan/", steps.submission_accept, name="submission_accept"),
    path("phieu/<int:pk>/tra-lai/", steps.submission_send_back, name="submission_send_back"),
    path("phieu/<int:pk>/mo-lai/", steps.submission_unlock, name="submission_unlock"),
    path("phieu/<int:pk>/gia-han/", steps.submission_unlock_entry, name="submission_unlock_entry"),
    path("phieu/<int:pk>/mot-nguoi/", steps.submission_allow_alone, name="submission_allow_alone"),
    path("phieu/<int:pk>/hai-nguoi/", steps.submission_forbid_alone, name="submission_forbid_alone"),
]
