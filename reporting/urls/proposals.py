"""Addresses of obstacles and proposals followed across the years."""

from django.urls import path

from reporting.views import proposals

urlpatterns = [
    path("kien-nghi/", proposals.proposal_list, name="proposal_list"),
    path("kien-nghi/<int:pk>/", proposals.proposal_detail, name="proposal_detail"),
]
