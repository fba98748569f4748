"""The register of enterprises: for DOST and the readers of a province, and the ministry."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from api.documents.enterprises import EnterpriseOut, EnterprisesOut
from api.models import Scope
from api.views.bearer import Bearer, acting
from api.views.paging import Paging, part
from api.views.refusals import READING
from common.access import get_permitted
from enterprises.models import Enterprise
from enterprises.models.enterprise import EnterpriseQuerySet
from journal.actions import note_readings

router = Router(auth=Bearer(Scope.ENTERPRISES), tags=["enterprises"])


@router.get(
    "/enterprises",
    response={200: EnterprisesOut, **READING},
    url_name="enterprises",
    operation_id="list_enterprises",
)
def enterprises(
    request: HttpRequest, paging: Query[Paging], q: Annotated[str, Query(max_length=200)] = ""
) -> EnterprisesOut:
    """Enterprises of the provinces the organisation reads. `q`: part of a name, or how a tax code begins."""
    person = acting(request)
    page = part(_seen(request).matching(q), paging)
    note_readings(person, Enterprise, [each.pk for each in page.rows], place="api:enterprises")
    return EnterprisesOut(items=[EnterpriseOut.of(each, person) for each in page.rows], next=page.next)


@router.get(
    "/enterprises/{int:pk}",
    response={200: EnterpriseOut, **READING},
    url_name="enterprise",
    operation_id="get_enterprise",
)
def enterprise(request: HttpRequest, pk: int) -> EnterpriseOut:
    """One enterprise."""
    person = acting(request)
    found = get_permitted(person, "enterprises.view_enterprise", _seen(request), pk=pk)
    note_readings(person, Enterprise, [found.pk], place="api:enterprise")
    return EnterpriseOut.of(found, person)


def _seen(request: HttpRequest) -> EnterpriseQuerySet:
    return Enterprise.objects.visible_to(acting(request)).select_related("province")
