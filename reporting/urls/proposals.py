"""Addresses of obstacles and proposals followed across the years."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
