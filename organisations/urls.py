"""Addresses of provinces and organisations."""

from django.urls import path

from organisations import views

app_name = "organisations"
urlpatterns = [
    path("tinh/", views.province_list, name="province_list"),
    path("tinh/<slug:slug>/", views.province_detail, name="province_detail"),
    path("don-vi/", views.organisation_list, name="organisation_list"),
    path("don-vi/<int:pk>/", views.organisation_detail, name="organisation_detail"),
]
