"""Addresses of the days on which reports are rendered by themselves."""

import datetime as dt

from django.urls import path, register_converter

from consolidation.views import batches


class Day:
    """A day in an address: 2026-11-25."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)  # a day no calendar has is no address

    def to_url(self, value: dt.date | str) -> str:
        return str(value)


register_converter(Day, "day")

urlpatterns = [
    path("bao-cao-tong-hop/dot/", batches.batch_list, name="batch_list"),
    path("bao-cao-tong-hop/dot/<day:day>/", batches.batch_detail, name="batch_detail"),
    path("bao-cao-tong-hop/dot/<day:day>/lap/", batches.batch_start, name="batch_start"),
    path("bao-cao-tong-hop/dot/<int:pk>/lap-lai/", batches.campaign_retry, name="campaign_retry"),
]
