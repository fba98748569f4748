"""Addresses of periods."""

from django.urls import path

from reporting.views import annual, periods

urlpatterns = [
    path("bao-cao/", periods.period_list, name="period_list"),
    path("bao-cao/mo-ky/<slug:key>/", periods.period_open, name="period_open"),
    path("bao-cao/<int:pk>/", periods.period_detail, name="period_detail"),
    path("bao-cao/<int:pk>/chi-tieu-nam/", annual.period_targets, name="period_targets"),
]
