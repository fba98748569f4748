"""What the portal keeps about an enterprise, table by table, as the enterprise may see it."""

from typing import Any

from django.db.models import QuerySet

from enterprises.models import Certificate, Enterprise, EnterpriseMembership, Product, SizeDeclaration
from support.models import (
    Application,
    Disbursement,
    EffectReport,
    Milestone,
    Outcome,
    RequestedItem,
    SupplementPoint,
    SupplementRequest,
    Support,
)
from support.queries.history import history_of
from support.queries.messages import messages_seen_outside

Row = dict[str, Any]


def tables_of(enterprise: Enterprise) -> dict[str, list[Row]]:
    """Every table by its name, each row with the same columns. Names of columns are the model's, for machines."""
    own = {"enterprise": enterprise}
    applications = list(Application.objects.filter(**own).order_by("pk"))
    of_supports = {"support__enterprise": enterprise}
    return {
        "doanh-nghiep": _rows(Enterprise.objects.filter(pk=enterprise.pk), ENTERPRISE),
        "nguoi": _rows(EnterpriseMembership.objects.filter(**own), PEOPLE),
        "san-pham": _rows(Product.objects.filter(**own), PRODUCT),
        "chung-nhan": _rows(Certificate.objects.filter(**own), CERTIFICATE),
        "quy-mo": _rows(SizeDeclaration.objects.filter(**own), SIZE),
        "ho-so": _rows(Application.objects.filter(**own), APPLICATION),
        "noi-dung": [_item(item) for item in _items(applications)],
        "bo-sung": _rows(SupplementRequest.objects.filter(application__in=applications), SUPPLEMENT),
        "diem-bo-sung": _rows(SupplementPoint.objects.filter(request__application__in=applications), POINT),
        "trao-doi": [_message(m) for a in applications for m in messages_seen_outside(a)],
        "lich-su": [_line(a, line) for a in applications for line in history_of(a, is_public=True)],
        "ho-tro": _rows(Support.objects.filter(**own), SUPPORT),
        "moc": _rows(Milestone.objects.filter(**of_supports), MILESTONE),
        "thanh-toan": _rows(Disbursement.objects.filter(**of_supports), MONEY),
        "hieu-qua": _rows(EffectReport.objects.filter(**of_supports), EFFECT),
        "ket-qua": _rows(Outcome.objects.filter(**of_supports), OUTCOME),
    }


ENTERPRISE = (
    "name", "tax_code", "kind", "province__name", "address", "commune", "former_address", "phone",
    "is_foreign_invested", "is_woman_owned", "has_many_women", "is_social", "vsic_version", "vsic_code", "main_line",
)  # fmt: skip
PEOPLE = ("user__full_name", "user__email", "role", "position", "valid_from", "valid_to")
PRODUCT = ("id", "name", "is_key", "is_exported", "ocop_stars")
CERTIFICATE = ("id", "kind", "title", "number", "body", "scope", "product__name", "issued_on", "expires_on")
SIZE = ("year", "labour", "revenue", "capital", "months", "vsic_version", "vsic_code", "declared_at")
APPLICATION = (
    "id", "code", "state", "plan__key", "situation", "purpose", "contact_name", "contact_position", "contact_phone",
    "contact_email", "started_at", "submitted_at", "notice_read_at", "promised_on", "due_on", "ended_on", "end_reason",
)  # fmt: skip
SUPPLEMENT = (
    "id", "application_id", "round", "reason", "asked_on", "due_on", "answer", "answered_on", "closed_on",
    "close_reason",
)  # fmt: skip
POINT = ("request_id", "position", "text", "answer")
SUPPORT = (
    "id", "item__application_id", "content__code", "content__text", "state", "granted_on", "cost", "amount",
    "contract_number", "contract_on", "contract_value", "contract_parties", "contract_ends_on", "accepted_on",
    "acceptance", "closed_on", "given_up_on", "given_up_reason", "to_recover",
)  # fmt: skip
MILESTONE = ("support_id", "title", "due_on", "done_on")
MONEY = ("support_id", "direction", "amount", "paid_on")
EFFECT = ("support_id", "year", "text", "gain", "is_still_certified", "declared_at")
OUTCOME = ("support_id", "kind", "name", "reached_on")
DECIDED = ("verdict", "recognised", "amount", "reason")


def _rows(found: QuerySet[Any], columns: tuple[str, ...]) -> list[Row]:
    return list(found.order_by("pk").values(*columns))


def _items(applications: list[Application]) -> QuerySet[RequestedItem]:
    found = RequestedItem.objects.filter(application__in=applications)
    return found.select_related("application", "content", "clause").order_by(
        "application_id", "position", "pk"
    )


def _item(item: RequestedItem) -> Row:
    """A content asked for. What was proposed inside DOST is left out until it is decided."""
    said: Row = {
        "application_id": item.application_id,
        "content": item.content.code,
        "text": item.content.text,
    }
    said |= {name: getattr(item, name) for name in ("wish", "product", "provider", "cost", "own_funds")}
    told = item.application.is_decided
    said |= {name: getattr(item, name) if told else None for name in DECIDED}
    return said | {"clause": item.clause.text if told and item.clause else None}


def _message(message: Any) -> Row:
    return {
        "application_id": message.application_id,
        "written_at": message.written_at,
        "written_by": message.written_by.full_name if message.from_enterprise else "DOST",
        "text": message.text,
    }


def _line(application: Application, line: Any) -> Row:
    return {"application_id": application.pk, "at": line.at, "what": str(line.words), "note": line.said}
