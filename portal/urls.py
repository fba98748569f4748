"""Addresses of the front hall."""

from django.conf import settings
from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
]
if settings.DEBUG:
    urlpatterns += [path("components/", views.gallery, name="gallery")]
