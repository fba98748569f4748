"""Rows that are only looked at in the administration."""

from typing import Any

from django.http import HttpRequest

from common.volume import LargeAdmin


class ReadOnlyAdmin(LargeAdmin):
    """Rows that are searched and read; they change only through the portal's own steps."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
