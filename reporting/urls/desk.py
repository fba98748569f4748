"""Addresses of the desk of DOST: the matrix of units and tasks."""

from django.urls import path

from reporting.views import desk

urlpatterns = [
    path("bao-cao/<int:pk>/ma-tran/", desk.period_matrix, name="period_matrix"),
    path("bao-cao/<int:pk>/ma-tran/xlsx/", desk.period_matrix_file, name="period_matrix_file"),
]
