"""Addresses of contents, applications, supports and needs, noun by noun."""

from support.urls import applications, outcomes, supports

app_name = "support"
urlpatterns = [
    *applications.urlpatterns,
    *supports.urlpatterns,
    *outcomes.urlpatterns,
]
