"""Addresses of the outbox and of notices."""

from django.urls import path

from outbox.views import mails, notices

app_name = "outbox"
urlpatterns = [
    path("hop-thu/", mails.mail_list, name="mail_list"),
    path("hop-thu/<int:pk>/", mails.mail_detail, name="mail_detail"),
    path("hop-thu/<int:pk>/html/", mails.mail_html, name="mail_html"),
    path("hop-thu/<int:pk>/tep/", mails.mail_file, name="mail_file"),
    path("hop-thu/<int:pk>/gui-lai/", mails.mail_resend, name="mail_resend"),
    path("thong-bao/", notices.notice_list, name="notice_list"),
    path("thong-bao/da-doc/", notices.notice_read, name="notice_read"),
]
