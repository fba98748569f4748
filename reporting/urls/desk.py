"""Addresses of the desk of DOST: the matrix of units and tasks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
