"""Addresses of checks, supplements and opinions."""

from django.urls import path

from support.views import checks, opinions, supplements

urlpatterns = [
    path("ho-so/<int:pk>/kiem-tra/", checks.application_checks, name="application_checks"),
    path("ho-so/<int:pk>/tham-dinh/bat-dau/", checks.application_appraise, name="application_appraise"),
    path("ho-so/<int:pk>/yeu-cau-bo-sung/", supplements.application_ask, name="application_ask"),
    path("ho-so/<int:pk>/rut-yeu-cau/", supplements.application_take_back, name="application_take_back"),
    path("ho-so/<int:pk>/bo-sung/", supplements.application_supply, name="application_supply"),
    path("ho-so/<int:pk>/xin-y-kien/", opinions.application_ask_opinions, name="application_ask_opinions"),
    path("ho-so/<int:application_pk>/y-kien/<int:pk>/", opinions.opinion_answer, name="opinion_answer"),
    path("ho-so/<int:application_pk>/y-kien/<int:pk>/dong/", opinions.opinion_close, name="opinion_close"),
]
