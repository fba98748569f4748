"""Screens of periods, submissions and reports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def period_list(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/period_list.html")


def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "reporting/period_detail.html")


def submission_list(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/submission_list.html")


def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "reporting/submission_detail.html")


def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "reporting/report_detail.html")
