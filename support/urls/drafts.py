"""Addresses of an application while its enterprise works on it, and of its files."""

from django.urls import path

from support.views import attachments, drafts, editing, receipts, submitting

urlpatterns = [
    path("ho-so/lap/", drafts.application_start, name="application_start"),
    path("ho-so/<int:pk>/sua/", editing.application_edit, name="application_edit"),
    path("ho-so/<int:pk>/bo-nhap/", drafts.application_discard, name="application_discard"),
    path("ho-so/<int:pk>/lap-lai/", drafts.application_clone, name="application_clone"),
    path("ho-so/<int:pk>/nop/", submitting.application_submit, name="application_submit"),
    path("ho-so/<int:pk>/bien-nhan/", receipts.application_receipt, name="application_receipt"),
    path("ho-so/<int:pk>/rut/", submitting.application_withdraw, name="application_withdraw"),
    path("ho-so/<int:pk>/tep/", attachments.attachment_add, name="attachment_add"),
    path("ho-so/<int:pk>/tep/<int:file_pk>/", attachments.attachment_file, name="attachment_file"),
    path("ho-so/<int:pk>/tep/<int:file_pk>/bo/", attachments.attachment_remove, name="attachment_remove"),
]
