"""Who acts for which organisation."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organisations.admin.journalled import JournalledAdmin
from organisations.models import Membership


@admin.register(Membership)
class MembershipAdmin(JournalledAdmin):
    list_display = ["user", "role", "organisation", "province", "valid_from", "valid_to"]
    list_filter = ["role", "organisation__province"]
    list_select_related = ["user", "organisation__province"]
    search_fields = ["user__email", "user__full_name", "organisation__name", "organisation__folded"]
    autocomplete_fields = ["user", "organisation"]

    @admin.display(description=_("province"), ordering="organisation__province__order")
    def province(self, membership: Membership) -> str:
        """The province of the organisation."""
        return str(membership.organisation.province or "")
