"""Organisations, their other names, and what followed them; in and out as tables."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.tables import Tables
from common.vietnamese import fold
from organisations.admin.journalled import JournalledAdmin
from organisations.admin.resources import OrganisationResource
from organisations.models import Membership, Organisation, OrganisationAlias, Succession


class AliasInline(admin.TabularInline):
    model = OrganisationAlias
    extra = 0


class FollowedInline(admin.TabularInline):
    """What this body followed."""

    model = Succession
    fk_name = "new"
    autocomplete_fields = ["old"]
    extra = 0
    verbose_name_plural = _("what it followed")


class FollowedByInline(admin.TabularInline):
    """What followed this body; without a successor somebody must still be assigned."""

    model = Succession
    fk_name = "old"
    autocomplete_fields = ["new"]
    extra = 0
    verbose_name_plural = _("what followed it")


class PeopleInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(Tables, JournalledAdmin):
    resource_classes = [OrganisationResource]
    list_display = ["name", "province", "kind", "standard", "valid_from", "valid_to", "evidence"]
    list_filter = ["kind", ("province", admin.RelatedOnlyFieldListFilter), "evidence", "standard"]
    list_select_related = ["province"]
    search_fields = ["name", "folded", "key", "aliases__text", "aliases__folded"]
    autocomplete_fields = ["province", "parent"]
    inlines = [AliasInline, FollowedInline, FollowedByInline, PeopleInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Organisation], search_term: str
    ) -> tuple[QuerySet[Organisation], bool]:
        """Search with or without dấu."""
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(OrganisationAlias)
class OrganisationAliasAdmin(JournalledAdmin):
    list_display = ["text", "organisation", "province"]
    list_filter = [("organisation__province", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organisation__province"]
    search_fields = ["text", "folded", "organisation__name", "organisation__folded"]
    autocomplete_fields = ["organisation"]

    @admin.display(description=_("province"), ordering="organisation__province__order")
    def province(self, alias: OrganisationAlias) -> str:
        """The province of the organisation."""
        return str(alias.organisation.province or "")


@admin.register(Succession)
class SuccessionAdmin(JournalledAdmin):
    list_display = ["old", "province", "new", "part", "kind", "date", "evidence"]
    list_filter = [
        "kind",
        ("new", admin.EmptyFieldListFilter),
        ("old__province", admin.RelatedOnlyFieldListFilter),
        "evidence",
        "date",
    ]
    list_select_related = ["old__province", "new"]
    search_fields = ["old__name", "old__folded", "new__name", "new__folded", "legal_basis"]
    autocomplete_fields = ["old", "new"]

    @admin.display(description=_("province"), ordering="old__province__order")
    def province(self, succession: Succession) -> str:
        """The province of the former organisation."""
        return str(succession.old.province or "")
