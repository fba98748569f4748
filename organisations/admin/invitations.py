"""Invitations, to be looked at; they are written and withdrawn on their own page."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from organisations.models import Invitation


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "full_name", "organisation", "role", "invited_by", "invited_at", "mail", "accepted_at", "withdrawn_at"]  # fmt: skip
    list_filter = ["role", "mail"]
    list_select_related = ["organisation", "invited_by"]
    search_fields = ["email", "full_name"]
    exclude = ["nonce"]
