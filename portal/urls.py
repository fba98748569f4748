"""Addresses of the front hall."""

from django.conf import settings
from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim-kiem/", views.search_page, name="search"),
    path("tim-kiem/goi-y/", views.search_suggestions, name="search_suggestions"),
]
if settings.DEBUG:
    urlpatterns += [path("components/", views.gallery, name="gallery")]
