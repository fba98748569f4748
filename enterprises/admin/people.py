"""Who acts for enterprises and who asks to, in the administration: looked at, changed on the enterprise's own page."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from enterprises.models import EnterpriseMembership, JoinRequest


@admin.register(EnterpriseMembership)
class EnterpriseMembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "enterprise", "role", "position", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "enterprise"]
    search_fields = ["user__email", "user__full_name", "enterprise__folded", "enterprise__tax_code"]


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnlyAdmin):
    list_display = ["user", "enterprise", "state", "asked_at", "answered_at", "answered_by"]
    list_filter = ["state"]
    list_select_related = ["user", "enterprise", "answered_by"]
    search_fields = ["user__email", "user__full_name", "enterprise__folded", "enterprise__tax_code"]
