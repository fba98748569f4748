"""Addresses of enterprises and their people, noun by noun."""

from enterprises.urls import people, register

app_name = "enterprises"
urlpatterns = [
    *people.urlpatterns,
    *register.urlpatterns,
]
