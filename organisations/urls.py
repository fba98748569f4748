"""Addresses of provinces and organisations."""

from django.urls import path

from organisations import views

app_name = "organisations"
urlpatterns = [
    path("tinh/", views.province_list, name="province_list"),
    path("tinh/<slug:slug>/", views.province_detail, name="province_detail"),
    path("don-vi/", views.organisation_list, name="organisation_list"),
    path("loi-moi/", views.invitation_list, name="invitation_list"),
    path("loi-moi/moi/", views.invitation_new, name="invitation_new"),
    path("loi-moi/<int:pk>/", views.invitation_act, name="invitation_act"),
    path("loi-moi/nhan/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("nguoi/<int:pk>/", views.person_detail, name="person_detail"),
    path("nguoi/<int:pk>/ngung/", views.person_leave, name="person_leave"),
    path("nguoi/<int:pk>/xem/", views.support_begin, name="support_begin"),
    path("nguoi/thoi-xem/", views.support_end, name="support_end"),
    path("don-vi/<int:pk>/", views.organisation_detail, name="organisation_detail"),
]
