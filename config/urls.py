"""The addresses of the portal, app by app."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("admin/", admin.site.urls),
    path("tai-khoan/", include("allauth.urls")),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("", include("portal.urls")),
    path("", include("organisations.urls")),
    path("", include("programmes.urls")),
    path("", include("reporting.urls")),
    path("", include("jobs.urls")),
]
