"""Addresses for messages, for the holder of a receipt and for the enterprise itself."""

from django.urls import path

from support.views import look_up, messages, own_data, receipts

urlpatterns = [
    path("tra-cuu/", look_up.look_up, name="look_up"),
    path("ho-so/<int:pk>/bien-nhan/pdf/", receipts.application_receipt_pdf, name="application_receipt_pdf"),
    path("ho-so/<int:pk>/trao-doi/", messages.application_write, name="application_write"),
    path("ho-so/du-lieu/<int:pk>/", own_data.own_data, name="own_data"),
    path("ho-so/du-lieu/tep/<int:pk>/", own_data.own_data_file, name="own_data_file"),
]
