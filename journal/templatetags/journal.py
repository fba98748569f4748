"""Ways from a record to its history."""

from typing import Any

from django import template
from django.db import models

from journal.rules import may

register = template.Library()


@register.inclusion_tag("journal/_trace_links.html", takes_context=True)
def trace_links(context: dict[str, Any], record: models.Model) -> dict[str, Any]:
    """Links to the history of ``record`` by field and to its readers, for those who may; asks the database nothing."""
    user, label = context["request"].user, record._meta.label_lower
    return {
        "label": label,
        "pk": record.pk,
        "may_trace": may(user, "trace", label, record),
        "may_see_readers": may(user, "see_readers_of", label, record),
    }
