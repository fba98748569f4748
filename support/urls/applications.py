"""Addresses of applications."""

from django.urls import path

from support.views import applications

urlpatterns = [
    path("ho-so/<int:pk>/", applications.application_detail, name="application_detail"),
]
