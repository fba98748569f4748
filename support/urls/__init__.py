"""Addresses of contents, applications, supports and needs, noun by noun."""

from support.urls import (
    applications,
    contents,
    decisions,
    desk,
    drafts,
    handling,
    needs,
    outcomes,
    own,
    supports,
)

app_name = "support"
urlpatterns = [
    *contents.urlpatterns,
    *desk.urlpatterns,
    *drafts.urlpatterns,
    *applications.urlpatterns,
    *handling.urlpatterns,
    *decisions.urlpatterns,
    *supports.urlpatterns,
    *outcomes.urlpatterns,
    *needs.urlpatterns,
    *own.urlpatterns,
]
