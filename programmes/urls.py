"""Addresses of plans."""

from django.urls import path

from programmes import views

app_name = "programmes"
urlpatterns = [
    path("ke-hoach/", views.plan_list, name="plan_list"),
    path("ke-hoach/<slug:key>/", views.plan_detail, name="plan_detail"),
]
