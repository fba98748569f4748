"""Addresses of an outline with data of a period, and of a report's change of outline."""

from django.urls import path

from consolidation.views import outlines

urlpatterns = [
    path("de-cuong/<int:pk>/xem-truoc/", outlines.outline_preview, name="outline_preview"),
    path("bao-cao-tong-hop/<int:pk>/de-cuong/", outlines.report_outline, name="report_outline"),
]
