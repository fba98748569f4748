"""Addresses of contents, applications, supports and needs, noun by noun."""

from support.urls import applications, desk, handling, outcomes, supports

app_name = "support"
urlpatterns = [
    *desk.urlpatterns,
    *applications.urlpatterns,
    *handling.urlpatterns,
    *supports.urlpatterns,
    *outcomes.urlpatterns,
]
