"""Addresses of named records behind counts, and of double claims."""

from django.urls import path

from reporting.views import claims, records

urlpatterns = [
    path("phieu/<int:pk>/ho-so/", records.submission_records, name="submission_records"),
    path("phieu/<int:pk>/ho-so/doanh-nghiep/chon/<int:place>/", records.record_choose, name="record_choose"),
    path("phieu/<int:pk>/ho-so/<slug:kind>/them/<int:place>/", records.record_add, name="record_add"),
    path("phieu/<int:pk>/ho-so/<slug:kind>/<int:record>/", records.record_change, name="record_change"),
    path("phieu/<int:pk>/ho-so/<slug:kind>/<int:record>/xoa/", records.record_remove, name="record_remove"),
    path("bao-cao/<int:pk>/trung-lap/", claims.period_claims, name="period_claims"),
    path("bao-cao/<int:pk>/trung-lap/<int:support>/", claims.claim_decide, name="claim_decide"),
    path("bao-cao/<int:pk>/so-lieu/", claims.period_figures, name="period_figures"),
]
