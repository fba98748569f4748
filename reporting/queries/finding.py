"""Documents units report and letters of DOST, as somebody types them into the search of the portal."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.search import Hit, Words, answering, best
from programmes.models import LegalDocument
from programmes.queries.search import document_hit
from reporting.models import IssuedDocument, Letter, Submission

NEWEST = ("-issued_year", "-issued_on", "pk")


def find_documents(user: User, words: Words, most: int, *, alike: bool = False) -> list[Hit]:
    """Documents that stand in a form ``user`` may see, and registered letters; read where they are cited. Two queries."""
    if not user.is_authenticated:
        return []
    return [*_reported(user, words, most, alike=alike), *_letters(user, words, most, alike=alike)]


def _reported(user: User, words: Words, most: int, *, alike: bool) -> list[Hit]:
    seen = Submission.objects.visible_to(user)
    citing = IssuedDocument.objects.filter(document=OuterRef("pk"), submission__in=seen.values("pk"))
    newest = citing.order_by("-submission__period__year", "pk")
    documents = LegalDocument.objects.select_related("issuer").annotate(
        form=Subquery(newest.values("submission_id")[:1]),
        unit=Subquery(newest.values("submission__organisation__name")[:1]),
        year=Subquery(newest.values("submission__period__year")[:1]),
    )
    found = answering(documents.filter(form__isnull=False), words, "folded", alike=alike)
    return [_reported_hit(document, words) for document in best(found, most, *NEWEST)]


def _reported_hit(document: LegalDocument, words: Words) -> Hit:
    facts = {"unit": document.unit, "year": document.year}  # type: ignore[attr-defined] # annotated above
    said = _("reported by %(unit)s for %(year)s") % facts
    address = reverse("reporting:submission_detail", args=[document.form])  # type: ignore[attr-defined] # as above
    return document_hit(document, words, address=address, beside=(said,))


def _letters(user: User, words: Words, most: int, *, alike: bool) -> list[Hit]:
    """Letters of DOST the registry has given a number."""
    letters = Letter.objects.visible_to(user).filter(document=OuterRef("pk"))
    documents = LegalDocument.objects.select_related("issuer").annotate(
        letter_id=Subquery(letters.order_by("pk").values("pk")[:1])
    )
    found = answering(documents.filter(letter_id__isnull=False), words, "folded", alike=alike)
    return [
        document_hit(
            document, words, address=reverse("reporting:letter_detail", args=[document.letter_id]), beside=()
        )
        for document in best(found, most, *NEWEST)
    ]
