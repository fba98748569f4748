"""Addresses of outcomes."""

from django.urls import path

from support.views import outcomes

urlpatterns = [
    path("ket-qua/", outcomes.outcome_list, name="outcome_list"),
]
