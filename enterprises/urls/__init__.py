"""Addresses of enterprises and their people, noun by noun."""

from django.urls import URLPattern

app_name = "enterprises"
urlpatterns: list[URLPattern] = []
