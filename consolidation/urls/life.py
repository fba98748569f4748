"""Addresses of the life of a report: its steps, comments, the signed file, its versions."""

from django.urls import path

from consolidation.views import approving, comments, reading, signed, versions
from consolidation.views.step_table import STEPS
from consolidation.views.steps import page_of

REPORT = "bao-cao-tong-hop/<int:pk>/"
urlpatterns = [
    *(path(f"{REPORT}{step.slug}/", page_of(step), name=f"report_{step.name}") for step in STEPS),
    path(f"{REPORT}doc/", reading.report_read, name="report_read"),
    path(f"{REPORT}duyet/", approving.report_approve, name="report_approve"),
    path(f"{REPORT}y-kien/", comments.comment_add, name="comment_add"),
    path(f"{REPORT}y-kien/<int:comment_pk>/xong/", comments.comment_settle, name="comment_settle"),
    path(f"{REPORT}y-kien/<int:comment_pk>/mo-lai/", comments.comment_reopen, name="comment_reopen"),
    path(f"{REPORT}ban-ky/<int:signed_pk>/", signed.signed_file, name="signed_file"),
    path(f"{REPORT}ban-ky/<int:signed_pk>/ly-do/", signed.signed_accept, name="signed_accept"),
    path(f"{REPORT}phien-ban/<int:version>/", versions.report_versions, name="report_versions"),
]
