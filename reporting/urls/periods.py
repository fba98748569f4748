"""Addresses of periods."""

from django.urls import path

from reporting.views import annual, days, moves, opening, periods, sources

urlpatterns = [
    path("bao-cao/", periods.period_list, name="period_list"),
    path("bao-cao/mo-ky/<slug:key>/", opening.period_open, name="period_open"),
    path("bao-cao/<int:pk>/", periods.period_detail, name="period_detail"),
    path("bao-cao/<int:pk>/chi-tieu-nam/", annual.period_targets, name="period_targets"),
    path("ke-hoach/<slug:key>/nguon/<int:pk>/", sources.target_source, name="target_source"),
    path("bao-cao/<int:pk>/ke-thua/", moves.period_moves, name="period_moves"),
    path("bao-cao/<int:pk>/moc/", days.period_days, name="period_days"),
]
