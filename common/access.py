"""Open a record, or say that it is not there (404) or not yours to change (403)."""

from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

M = TypeVar("M", bound=Model)
Someone = AbstractBaseUser | AnonymousUser


def get_permitted(user: Someone, permission: str, records: "QuerySet[M]", **lookup: object) -> M:
    """The one record of ``records`` that ``lookup`` names and ``permission`` opens for ``user``.

    ``records`` may hold more than the user may see. A record out of sight is answered as if it did not
    exist (Http404); one in sight that may not be touched raises PermissionDenied.
    """
    record = get_object_or_404(records, **lookup)
    if user.has_perm(permission, record):  # type: ignore[union-attr] # every user of ours has the permission mixin
        return record
    app_label, model_name = record._meta.app_label, record._meta.model_name
    if user.has_perm(f"{app_label}.view_{model_name}", record):  # type: ignore[union-attr]
        raise PermissionDenied
    raise Http404
