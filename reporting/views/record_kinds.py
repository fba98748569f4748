"""The kinds of named records, as the pages about them tell them apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.actions.record_rows import ActivityEntry, ExpertEntry, RecordEntry, SupportEntry
from reporting.forms.record import (
    ActivityForm,
    ExpertForm,
    SupportForm,
    activity_values,
    expert_values,
    support_values,
)
from reporting.models import Activity, CertifiedExpert, SupportedEnterprise


@dataclass(frozen=True)
class Kind:
    """A kind of record: its word in addresses, its form, and how a record becomes form values and back."""

    slug: str
    model: type[Any]
    form: type[forms.Form]
    values: Callable[[Any], dict[str, Any]]
    add: Promise
    change: Promise
    remove: Callable[[Any], RecordEntry]
    path: str = "line"

    @property
    def is_enterprise(self) -> bool:
        """Whether it stands behind a figure and names an enterprise."""
        return self.model is SupportedEnterprise


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "hoat-dong",
            Activity,
            ActivityForm,
            activity_values,
            _("Add an activity"),
            _("Change an activity"),
            lambda r: ActivityEntry(pk=r.pk, line=r.line_id, remove=True),
        ),
        Kind(
            "chuyen-gia",
            CertifiedExpert,
            ExpertForm,
            expert_values,
            _("Add an expert"),
            _("Change an expert"),
            lambda r: ExpertEntry(pk=r.pk, line=r.line_id, remove=True),
        ),
        Kind(
            "doanh-nghiep",
            SupportedEnterprise,
            SupportForm,
            support_values,
            _("Add an enterprise helped"),
            _("Change an enterprise helped"),
            lambda r: SupportEntry(pk=r.pk, figure=r.figure_id, remove=True),
            "figure__line",
        ),
    )
}
