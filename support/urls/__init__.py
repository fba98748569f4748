"""Addresses of contents, applications, supports and needs, noun by noun."""

from support.urls import applications

app_name = "support"
urlpatterns = [
    *applications.urlpatterns,
]
