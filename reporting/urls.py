"""Addresses of periods, submissions and reports."""

from django.urls import path

from reporting.views import periods, reports, submissions

app_name = "reporting"
urlpatterns = [
    path("bao-cao/", periods.period_list, name="period_list"),
    path("bao-cao/mo-ky/<slug:key>/", periods.period_open, name="period_open"),
    path("bao-cao/<int:pk>/", periods.period_detail, name="period_detail"),
    path("bao-cao/<int:pk>/van-ban/", reports.report_detail, name="report_detail"),
    path("bao-cao/<int:pk>/van-ban/lap/", reports.report_render, name="report_render"),
    path("bao-cao/<int:pk>/van-ban/tai-ve/", reports.report_file, name="report_file"),
    path("phieu/", submissions.submission_list, name="submission_list"),
    path("phieu/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("phieu/<int:pk>/nhap/", submissions.submission_edit, name="submission_edit"),
    path("phieu/<int:pk>/trinh/", submissions.submission_hand_in, name="submission_hand_in"),
    path("phieu/<int:pk>/duyet/", submissions.submission_certify, name="submission_certify"),
    path("phieu/<int:pk>/chuyen-lai/", submissions.submission_decline, name="submission_decline"),
    path("phieu/<int:pk>/chap-nhan/", submissions.submission_accept, name="submission_accept"),
    path("phieu/<int:pk>/tra-lai/", submissions.submission_send_back, name="submission_send_back"),
    path("ke-hoach/<slug:key>/tien-do/", reports.plan_progress, name="plan_progress"),
]
