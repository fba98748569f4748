"""Administrators at the same rows at the same moment: one after the other, and nobody over what they have not seen."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
SEEN = "as-seen"  # what the row held when the page was opened, as a digest
MEANWHILE = _(
    "Somebody else changed this, or what belongs to it, at the same time. Nothing of yours was stored: look at it as it is now, and do it again where that is still right."
)
NO_KEYS = (ValueError, OverflowError, ValidationError, DataError)


class ChangedMeanwhile(Exception):
    """The row is not what the page showed, or there is none."""


MET = (ChangedMeanwhile, IntegrityError, ProtectedError, RestrictedError)


class OneByOneAdmin(admin.ModelAdmin):
    """Whatever is sent holds its rows first: whoever comes second finds them as they are then, or gone.

    A page that shows what has changed since is not stored over it. What the database refuses because of somebody
    else's row of the same moment is told, not a fault.
    """

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **more: Any
    ) -> HttpResponse:
        """As everywhere, one after the other."""
        send = super().changeform_view
        return self._in_turn(request, object_id, lambda: send(request, object_id, *args, **more))

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> HttpResponse:
        """As everywhere, one after the other."""
        send = super().delete_view
        return self._in_turn(request, object_id, lambda: send(request, object_id, *args, **more))

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:  # type: ignore[override] # the stubs are of a later Django
        """As everywhere, for all of the ticked rows or none."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        try:
            with transaction.atomic():
                if request.POST.get("select_across", "0") in {"", "0"}:
                    self._hold(keys)
                else:
                    self._hold(queryset.order_by().values("pk"))
                return super().response_action(request, queryset)
        except MET as no:
            self._say(request, no)
        return None

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; ChangedMeanwhile where the page that was sent showed another one."""
        row = super().get_object(request, object_id, from_field)
        shown = request.POST.get(SEEN)
        if row is not None and shown and shown != self._digest(request, row):
            raise ChangedMeanwhile
        return row

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **more: Any
    ) -> Any:
        """The page, with what it shows."""
        row = more.get("obj")
        if row is not None:
            context["as_seen"] = request.POST.get(SEEN) or self._digest(request, row)
        return super().render_change_form(request, context, *args, **more)

    def _in_turn(
        self, request: HttpRequest, object_id: str | None, send: Callable[[], HttpResponse]
    ) -> HttpResponse:
        if request.method != "POST":
            return send()
        try:
            with transaction.atomic():
                if object_id is not None:
                    self._hold([unquote(object_id)])
                return send()
        except MET as no:
            self._say(request, no)
            return HttpResponseRedirect(request.get_full_path())

    def held_with(self, keys: Iterable[Any]) -> Q:
        """Which rows are held while those of ``keys`` are written."""
        return Q(pk__in=keys)

    def _hold(self, keys: Iterable[Any]) -> None:
        """Wait until nobody else writes these rows, in one order; rows that are gone are passed over."""
        rows = self.model._base_manager.select_for_update(no_key=True).order_by("pk")
        try:
            list(rows.filter(self.held_with(keys)).values_list("pk"))
        except NO_KEYS as no:
            raise ChangedMeanwhile from no

    def _digest(self, request: HttpRequest, row: Any) -> str:
        """What the form of the row shows and lets change, as a mark that gives nothing of it away."""
        names = flatten_fieldsets(self.get_fieldsets(request, row))
        fields = self.get_form(request, row, change=True, fields=names).base_fields
        held = model_to_dict(row, [name for name, field in fields.items() if not field.disabled])
        told = [(name, str(_plain(value))) for name, value in sorted(held.items())]
        return hashlib.sha256(repr((row.pk, told)).encode()).hexdigest()

    def _say(self, request: HttpRequest, no: Exception) -> None:
        log.info("an act of the administration met another one: %s", type(no).__name__)
        self.message_user(request, MEANWHILE, messages.ERROR)


def _plain(value: Any) -> Any:
    """The rows a field of many names, by number, in order."""
    return (
        sorted(each.pk for each in value)
        if isinstance(value, list) and value and hasattr(value[0], "pk")
        else value
    )
