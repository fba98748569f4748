"""Supports go by the tax code their enterprise has now: "once per content" and outcomes are counted by its family."""

from typing import Any

from django.utils.translation import gettext as _

from common.errors import RuleBroken
from enterprises.models import Enterprise
from journal.actions import note_down
from support.models import Support
from support.states import GIVEN_UP


def follow_tax_code(
    instance: Enterprise,
    *,
    created: bool = False,
    update_fields: frozenset[str] | None = None,
    **_sender: Any,
) -> None:
    """After an enterprise was saved: should its tax code have been put right, its supports take the family of the new one.

    Runs in the transaction that saves, wherever the code was corrected. RuleBroken, so that nothing is saved: code
    ``no_tax_code`` where it would be left without one, ``once`` where the new family holds a content already that may
    stand once only.
    """
    if created or (update_fields is not None and "tax_code" not in update_fields):
        return
    own = Support.objects.filter(enterprise=instance).exclude(family=_family(instance))
    supports = list(own.select_for_update(no_key=True).order_by("pk"))
    if not supports:
        return
    if not instance.tax_code:
        no = _("%(enterprise)s was granted support, so its tax code can be corrected but not taken away.")
        raise RuleBroken(no % {"enterprise": instance}, code="no_tax_code")
    family = _family(instance)
    _check_once(instance, supports, family)
    own.update(family=family)
    note_down(instance, "supports_follow_code", by=None, supports=len(supports))


def _check_once(enterprise: Enterprise, supports: list[Support], family: str) -> None:
    kins = {support.kin for support in supports if support.is_once and support.state not in GIVEN_UP}
    others = Support.objects.standing().filter(is_once=True, family=family, kin__in=kins)
    clash = others.exclude(enterprise=enterprise).select_related("content", "item__application").first()
    if clash is not None:
        no = _(
            "With this tax code %(enterprise)s would have “%(content)s” twice, also by application %(code)s. Each may "
            "stand once only: end one of the two first."
        )
        facts = {"enterprise": enterprise, "content": clash.content, "code": clash.item.application.code}
        raise RuleBroken(no % facts, code="once")


def _family(enterprise: Enterprise) -> str:
    """As the database works it out; the row in memory does not know it yet."""
    return Enterprise.objects.values_list("family", flat=True).get(pk=enterprise.pk)
