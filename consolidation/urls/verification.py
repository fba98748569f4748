"""Addresses of what strangers ask about a paper, and of reports other installations sent."""

from django.urls import path

from consolidation.views import installations, received, verification

urlpatterns = [
    path("xac-minh/", verification.verify, name="verify"),
    path("bao-cao-nhan/", received.received_list, name="received_list"),
    path("bao-cao-nhan/nhan/", received.received_import, name="received_import"),
    path("bao-cao-nhan/so-sanh/", received.received_compare, name="received_compare"),
    path("bao-cao-nhan/cong/", installations.installation_list, name="installation_list"),
    path(
        "bao-cao-nhan/cong/<int:pk>/thoi-tin/",
        installations.installation_withdraw,
        name="installation_withdraw",
    ),
    path("bao-cao-nhan/<int:pk>/", received.received_detail, name="received_detail"),
    path("bao-cao-nhan/<int:pk>/tep/", received.received_file, name="received_file"),
]
