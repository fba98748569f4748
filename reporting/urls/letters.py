"""Addresses of letters to the units."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
