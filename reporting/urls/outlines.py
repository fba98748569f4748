"""Addresses of the outlines of reports."""

from django.urls import path

from reporting.views import outline_edit, outlines

urlpatterns = [
    path("de-cuong/", outlines.outline_list, name="outline_list"),
    path("de-cuong/<int:pk>/", outlines.outline_detail, name="outline_detail"),
    path("de-cuong/<int:pk>/sua/", outline_edit.outline_edit, name="outline_edit"),
    path("de-cuong/<int:pk>/sao-chep/", outlines.outline_copy, name="outline_copy"),
    path("de-cuong/<int:pk>/ban-hanh/", outlines.outline_publish, name="outline_publish"),
    path("de-cuong/<int:pk>/ngung-dung/", outlines.outline_withdraw, name="outline_withdraw"),
    path("de-cuong/<int:pk>/bo-ban-nhap/", outlines.outline_discard, name="outline_discard"),
]
