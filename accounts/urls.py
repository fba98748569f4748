"""Addresses of a person's own account; pages of the library that these replace lead here."""

from django.urls import path
from django.views.generic import RedirectView

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("buoc-hai/", views.second_factor, name="second_factor"),
    path("dia-chi/", views.address_change, name="address_change"),
    path("dia-chi/<str:token>/", views.address_answer, name="address_answer"),
    path("phien/", views.session_list, name="session_list"),
]

# before the library's own addresses, under the same names
replaced = [
    path("oidc/<str:provider_id>/login/", views.identity_login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.identity_callback, name="openid_connect_callback"),
    path("email/", RedirectView.as_view(pattern_name="accounts:address_change"), name="account_email"),
    path("sessions/", RedirectView.as_view(pattern_name="accounts:session_list"), name="usersessions_list"),
]
