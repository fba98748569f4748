"""Addresses of named records behind counts, and files of evidence."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
