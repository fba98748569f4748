"""Addresses of named records behind counts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
