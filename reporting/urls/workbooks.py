"""Addresses of the Excel round trip."""

from django.urls import path

from reporting.views import workbooks

urlpatterns = [
    path("phieu/<int:pk>/excel/", workbooks.workbook_page, name="workbook_page"),
    path("phieu/<int:pk>/excel/tai-ve/", workbooks.workbook_template, name="workbook_template"),
    path("phieu/<int:pk>/excel/<int:upload_pk>/", workbooks.workbook_upload, name="workbook_upload"),
    path(
        "phieu/<int:pk>/excel/<int:upload_pk>/ban-goc/", workbooks.workbook_original, name="workbook_original"
    ),
    path("phieu/<int:pk>/excel/<int:upload_pk>/danh-dau/", workbooks.workbook_marked, name="workbook_marked"),
]
