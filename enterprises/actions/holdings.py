"""What an enterprise makes and what it holds certificates for: added, changed, taken away."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean, fold
from enterprises.actions.editing import changes, edition, stale
from enterprises.models import Certificate, Enterprise, Product
from journal.actions import note_down

PRODUCT = ("name", "is_key", "is_exported", "ocop_stars")
CERTIFICATE = ("kind", "product", "title", "number", "body", "scope", "issued_on", "expires_on")
Holding = TypeVar("Holding", Product, Certificate)


@transaction.atomic
def save_product(
    enterprise: Enterprise,
    *,
    facts: Mapping[str, Any],
    by: User,
    product: Product | None = None,
    seen: str = "",
) -> Product:
    """Enter a product, or change ``product`` as the person saw it (``seen``). RuleBroken: named twice, ``stale``."""
    held = _held(enterprise)
    others = Product.objects.filter(enterprise=held, folded=fold(facts["name"]))
    if (others.exclude(pk=product.pk) if product else others).exists():
        raise RuleBroken({"name": _("This product is listed already.")})
    named = {**facts, "name": clean(facts["name"])}
    return _save(product or Product(enterprise=held), named, PRODUCT, seen=seen, by=by)


@transaction.atomic
def save_certificate(
    enterprise: Enterprise,
    *,
    facts: Mapping[str, Any],
    by: User,
    certificate: Certificate | None = None,
    seen: str = "",
) -> Certificate:
    """Enter a certificate, or change ``certificate`` as the person saw it. RuleBroken: impossible days, ``stale``."""
    held = _held(enterprise)
    product = facts.get("product")
    if product is not None and product.enterprise_id != held.pk:
        raise RuleBroken({"product": _("This product belongs to another enterprise.")})
    fresh = Certificate(enterprise=held, added_by=by, added_at=timezone.now())
    return _save(certificate or fresh, facts, CERTIFICATE, seen=seen, by=by)


@transaction.atomic
def remove(holding: Product | Certificate, *, by: User) -> None:
    """Take a product or certificate away; the journal of the enterprise keeps what it was.

    RuleBroken where something else rests on it (a certificate of the product, a support that brought the certificate).
    """
    enterprise = _held(holding.enterprise)
    names = PRODUCT if isinstance(holding, Product) else CERTIFICATE
    was = changes(holding, dict.fromkeys(names))
    try:
        holding.delete()
    except ProtectedError as held:
        words = _("This cannot be taken away: something else in the portal rests on it.")
        raise RuleBroken(words) from held
    note_down(
        enterprise, f"remove_{_kind(holding)}", by=by, was={name: old for name, (old, _new) in was.items()}
    )


def seen_edition(holding: Product | Certificate) -> str:
    """What a page says it was opened on."""
    return edition(holding, PRODUCT if isinstance(holding, Product) else CERTIFICATE)


def _held(enterprise: Enterprise) -> Enterprise:
    """The enterprise, locked: two people add and change one after the other."""
    return Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)


def _save(
    holding: Holding, facts: Mapping[str, Any], names: tuple[str, ...], *, seen: str, by: User
) -> Holding:
    is_new = holding.pk is None
    row = holding if is_new else type(holding)._default_manager.get(pk=holding.pk)
    told = changes(row, {name: facts[name] for name in names})
    if not is_new and told and seen_edition(row) != seen:
        raise stale()
    if not told:
        return row
    for name in names:
        setattr(row, name, facts[name])
    try:
        row.full_clean(exclude=["enterprise", "added_by"])
    except ValidationError as no:
        raise RuleBroken(no.message_dict) from no
    row.save()
    step = "add" if is_new else "change"
    note_down(row.enterprise, f"{step}_{_kind(row)}", by=by, name=str(row), changes=told)
    return row


def _kind(holding: Product | Certificate) -> str:
    return "product" if isinstance(holding, Product) else "certificate"
