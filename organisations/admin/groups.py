"""Group phrases and who belongs to them."""

from django.contrib import admin

from organisations.admin.journalled import JournalledAdmin
from organisations.models import GroupMember, OrganisationGroup


class MemberInline(admin.TabularInline):
    model = GroupMember
    autocomplete_fields = ["organisation"]
    extra = 0


@admin.register(OrganisationGroup)
class OrganisationGroupAdmin(JournalledAdmin):
    list_display = ["phrase", "key", "resolution", "standard"]
    list_filter = ["resolution"]
    search_fields = ["phrase", "key", "variants"]
    inlines = [MemberInline]


@admin.register(GroupMember)
class GroupMemberAdmin(JournalledAdmin):
    list_display = ["group", "organisation", "valid_from", "valid_to"]
    list_filter = ["group", ("organisation__province", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["group", "organisation"]
    search_fields = ["group__phrase", "organisation__name", "organisation__folded"]
    autocomplete_fields = ["group", "organisation"]
