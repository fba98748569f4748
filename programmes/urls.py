"""Addresses of plans."""

from django.urls import path

from programmes.views import findings, plans, roles

app_name = "programmes"
urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="plan_list"),
    path("ke-hoach/<slug:key>/", plans.plan_detail, name="plan_detail"),
    path("ke-hoach/<slug:key>/phan-cong/", roles.plan_roles, name="plan_roles"),
    path("ke-hoach/<slug:key>/luu-y/<int:pk>/", findings.finding_accept, name="finding_accept"),
    path("tinh/<slug:slug>/ke-hoach/", plans.province_plans, name="province_plans"),
    path("don-vi/<int:pk>/nhiem-vu/", roles.organisation_roles, name="organisation_roles"),
]
