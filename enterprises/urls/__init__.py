"""Addresses of enterprises and their people, noun by noun."""

from enterprises.urls import register

app_name = "enterprises"
urlpatterns = [
    *register.urlpatterns,
]
