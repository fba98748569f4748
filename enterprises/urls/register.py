"""Addresses of the register: the list, an enterprise's page."""

from django.urls import path

from enterprises.views import profile

urlpatterns = [
    path("doanh-nghiep/<int:pk>/", profile.enterprise_detail, name="enterprise_detail"),
]
