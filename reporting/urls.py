"""Addresses of periods, submissions and reports."""

from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("bao-cao/", views.period_list, name="period_list"),
    path("bao-cao/<int:pk>/", views.period_detail, name="period_detail"),
    path("phieu/", views.submission_list, name="submission_list"),
    path("phieu/<int:pk>/", views.submission_detail, name="submission_detail"),
    path("bao-cao/<int:pk>/van-ban/", views.report_detail, name="report_detail"),
]
