"""Tokens in the administration: read only; they are handed out and ended on their pages."""

from django.contrib import admin

from api.models import KeptAnswer, Token
from common.readonly import ReadOnlyAdmin


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    exclude = ["digest"]
    list_display = ["name", "prefix", "organisation", "holder", "expires_on", "last_used_at", "revoked_at"]
    search_fields = ["name", "prefix", "organisation__folded", "holder__email"]
    list_select_related = ["organisation", "holder"]


@admin.register(KeptAnswer)
class KeptAnswerAdmin(ReadOnlyAdmin):
    fields = ["token", "key", "at"]
    list_display = ["at", "token", "key"]
    search_fields = ["key", "token__prefix"]
    list_select_related = ["token"]
