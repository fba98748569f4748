"""Addresses of long work."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("viec/<int:pk>/", views.job_detail, name="job_detail"),
    path("viec/<int:pk>/chay-lai/", views.job_retry, name="job_retry"),
]
