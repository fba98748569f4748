"""Addresses for machines and people that look after the portal."""

from django.urls import path

from operations.views import health, metrics, status

app_name = "operations"
urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("healthz/live/", health.live, name="live"),
    path("healthz/ready/", health.ready, name="ready"),
    path("healthz/deep/", health.deep, name="deep"),
    path("tinh-trang/", status.status, name="status"),
    path("metrics", metrics.metrics, name="metrics"),
]
