"""Addresses of granted supports: the page, and a page for each step."""

from django.urls import path

from support.views import supports

urlpatterns = [
    path("ho-tro-da-duyet/<int:pk>/", supports.support_detail, name="support_detail"),
]
