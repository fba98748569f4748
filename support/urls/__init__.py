"""Addresses of contents, applications, supports and needs, noun by noun."""

from support.urls import applications, desk, outcomes, supports

app_name = "support"
urlpatterns = [
    *desk.urlpatterns,
    *applications.urlpatterns,
    *supports.urlpatterns,
    *outcomes.urlpatterns,
]
