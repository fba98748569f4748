"""Addresses of the journal."""

from django.urls import path

from journal.views import history

app_name = "journal"
urlpatterns = [
    path("lich-su/<str:label>/<int:pk>/", history.record_history, name="record_history"),
    path("lich-su/<str:label>/<int:pk>/nguoi-xem/", history.record_readers, name="record_readers"),
]
