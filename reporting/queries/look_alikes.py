"""Documents of the register that look like one a unit reports: the same number of the same issuer, written otherwise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from common.templatetags.formats import vn_date
from common.vietnamese import fold
from programmes.models import LegalDocument
from reporting.models import IssuedDocument

NUMBERED = re.compile(r"0*(\d+)\s*/\s*(.+)", re.DOTALL)


@dataclass(frozen=True)
class Alike:
    """A document of the register that may be the one reported, and in what the two differ."""

    document: LegalDocument
    difference: str


def look_alikes(reported: Iterable[IssuedDocument], province_id: int) -> dict[int, list[Alike]]:
    """Id of each reported document → what of the province's register looks like it; those told apart are left out.

    Alike: the same leading number, year and issuer, and another symbol (955/SKHCN-TĐC, 955/SKH-CN-TĐC) or another
    day. One query for any number, none where nothing is numbered. ``document__issuer`` is at hand.
    """
    asked = [issued for issued in reported if not issued.is_distinct and _parts(issued.document)]
    if not asked:
        return {}
    numbers = "|".join(sorted({_parts(issued.document)[0] for issued in asked}))
    years = {issued.document.issued_year for issued in asked} - {None}
    there = LegalDocument.objects.filter(
        Q(province=province_id) | Q(issuer__province=province_id),
        Q(issued_year__in=years) | Q(issued_year__isnull=True),
        number_and_symbol__regex=rf"^0*({numbers})\s*/",
    )
    register = list(there.select_related("issuer").order_by("pk").distinct())
    found = {issued.pk: list(_like(issued.document, register)) for issued in asked}
    return {pk: alikes for pk, alikes in found.items() if alikes}


def _like(document: LegalDocument, register: Iterable[LegalDocument]) -> Iterable[Alike]:
    for other in register:
        if other.pk != document.pk and (difference := _difference(document, other)):
            yield Alike(other, difference)


def _difference(document: LegalDocument, other: LegalDocument) -> str:
    """In what two documents that may be one differ; "" where they are plainly two, or the same."""
    mine, theirs = _parts(document), _parts(other)
    if mine[:1] != theirs[:1] or not _issuers(document) & _issuers(other):
        return ""
    if document.issued_year and other.issued_year and document.issued_year != other.issued_year:
        return ""
    if mine[1] != theirs[1]:
        if document.issued_year is None or other.issued_year is None:
            return ""
        return _("the symbol is written otherwise")
    if document.issued_on != other.issued_on:
        return _("the day is another one: %(day)s") % {"day": vn_date(other.issued_on) or "…"}
    return ""


def _parts(document: LegalDocument) -> tuple[str, ...]:
    """The leading number without zeros and the folded symbol; nothing where it bears no number."""
    found = NUMBERED.fullmatch(document.number_and_symbol.strip())
    return (found[1], re.sub(r"\s+", "", fold(found[2]))) if found else ()


def _issuers(document: LegalDocument) -> set[str]:
    """What the issuer is called, folded, and which organisation it is."""
    names = {fold(document.issuer_text)} - {""}
    if document.issuer is not None:
        names |= {document.issuer.folded, f"#{document.issuer_id}"}
    return names
