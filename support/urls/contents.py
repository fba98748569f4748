"""Addresses of the public catalogue."""

from django.urls import path

from support.views import contents

urlpatterns = [
    path("ho-tro/", contents.content_list, name="content_list"),
    path("ho-tro/<slug:plan>/<slug:code>/", contents.content_detail, name="content_detail"),
    path("ho-tro/<slug:plan>/<slug:code>/tu-kiem-tra/", contents.content_check, name="content_check"),
]
