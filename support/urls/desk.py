"""Addresses of the desk."""

from django.urls import path

from support.views import desk, desk_work, saved_views

urlpatterns = [
    path("ho-so/", desk.application_list, name="application_list"),
    path("ho-so/tep/", desk_work.desk_export, name="desk_export"),
    path("ho-so/tep/<int:pk>/", desk_work.desk_export_file, name="desk_export_file"),
    path("ho-so/hang-loat/", desk_work.desk_batch, name="desk_batch"),
    path("ho-so/hang-loat/<int:pk>/", desk_work.desk_batch_result, name="desk_batch_result"),
    path("ho-so/<int:pk>/phan-cong/", desk_work.application_assign, name="application_assign"),
    path("ho-so/goc-nhin/", saved_views.desk_view_list, name="desk_view_list"),
    path("ho-so/goc-nhin/<int:pk>/", saved_views.desk_view_change, name="desk_view_change"),
]
