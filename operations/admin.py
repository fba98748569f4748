"""How long personal data are kept is a setting with a legal basis."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from journal.models import RetentionRule
from operations.holdings import HOLDINGS
from organisations.admin.journalled import JournalledAdmin


@admin.register(RetentionRule)
class RetentionRuleAdmin(JournalledAdmin):
    """Rules by kind of personal data; what the portal holds is known to its code alone."""

    list_display = ["kind", "years", "legal_basis", "valid_from", "valid_to"]
    list_filter = ["holding"]
    search_fields = ["legal_basis"]

    @admin.display(description=RetentionRule._meta.get_field("holding").verbose_name, ordering="holding")
    def kind(self, rule: RetentionRule) -> str:
        return str(next((each.words for each in HOLDINGS if each.key == rule.holding), rule.holding))

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **facts: Any
    ) -> forms.Field | None:
        """The kind is chosen, not typed."""
        if db_field.name == "holding":
            return forms.ChoiceField(
                choices=[(each.key, each.words) for each in HOLDINGS], label=db_field.verbose_name
            )
        return super().formfield_for_dbfield(db_field, request, **facts)
