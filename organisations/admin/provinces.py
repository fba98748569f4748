"""Provinces and what became of them."""

from django.contrib import admin

from organisations.admin.journalled import JournalledAdmin
from organisations.models import Province, ProvinceSuccession


class TookOverInline(admin.TabularInline):
    """The former provinces that this one took over."""

    model = ProvinceSuccession
    fk_name = "new"
    autocomplete_fields = ["old"]
    extra = 0


class BecameInline(admin.TabularInline):
    """The provinces that took this one over."""

    model = ProvinceSuccession
    fk_name = "old"
    autocomplete_fields = ["new"]
    extra = 0


@admin.register(Province)
class ProvinceAdmin(JournalledAdmin):
    list_display = ["name", "code", "kind", "valid_from", "valid_to", "evidence"]
    list_filter = ["kind", "evidence"]
    search_fields = ["name", "folded", "slug", "code"]
    inlines = [TookOverInline, BecameInline]


@admin.register(ProvinceSuccession)
class ProvinceSuccessionAdmin(JournalledAdmin):
    list_display = ["old", "new", "kind", "date", "legal_basis", "evidence"]
    list_filter = ["kind", "evidence", "date"]
    list_select_related = ["old", "new"]
    search_fields = ["old__name", "old__folded", "new__name", "new__folded", "legal_basis"]
    autocomplete_fields = ["old", "new"]
