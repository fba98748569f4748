"""Open the record of a decision."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from support.models import Application
from support.queries.appraisers import appraisal_of, sees_points
from support.views.opening import opened, person


def opened_record(request: HttpRequest, permission: str, pk: int) -> Application:
    """The application; also 403 for an appraiser who has not scored yet, or has a conflict: it shows the others' points."""
    application = opened(request, permission, pk)
    if not sees_points(appraisal_of(application, person(request))):
        raise PermissionDenied
    return application
