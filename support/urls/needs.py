"""Addresses of needs."""

from django.urls import path

from support.views import needs

urlpatterns = [
    path("nhu-cau/", needs.need_list, name="need_list"),
    path("nhu-cau/gui/", needs.need_add, name="need_add"),
    path("nhu-cau/<int:pk>/", needs.need_detail, name="need_detail"),
    path("nhu-cau/<int:pk>/tiep-nhan/", needs.need_take_up, name="need_take_up"),
    path("nhu-cau/<int:pk>/tra-loi/", needs.need_answer, name="need_answer"),
    path("nhu-cau/<int:pk>/lap-ho-so/", needs.need_draft, name="need_draft"),
]
