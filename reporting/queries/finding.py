"""Documents units report and letters of DOST, as somebody types them into the search of the portal."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.search import Hit, Words, answering, best
from programmes.queries.search import document_hit
from reporting.models import IssuedDocument, Letter, Submission

NEWEST = ("-document__issued_year", "-document__issued_on", "-pk")
TWICE = 3  # a document is cited by several forms and shown once


def find_documents(user: User, words: Words, most: int, *, alike: bool = False) -> list[Hit]:
    """Documents that stand in a form ``user`` may see, and registered letters; read where they are cited. Two queries."""
    if not user.is_authenticated:
        return []
    seen = Submission.objects.visible_to(user).order_by().values("pk")
    cited = IssuedDocument.objects.filter(submission__in=seen).select_related(
        "document__issuer", "submission__organisation", "submission__period"
    )
    letters = Letter.objects.visible_to(user).defer("composed").select_related("document__issuer")
    found = answering(cited, words, "document__folded", alike=alike)
    sent = answering(letters, words, "document__folded", alike=alike)
    return [
        *(_cited(issued, words) for issued in best(found, most * TWICE, *NEWEST)),
        *(_letter(letter, words) for letter in best(sent, most, *NEWEST)),
    ]


def _cited(issued: IssuedDocument, words: Words) -> Hit:
    form = issued.submission
    said = _("reported by %(unit)s for %(year)s") % {"unit": form.organisation, "year": form.period.year}
    address = reverse("reporting:submission_detail", args=[form.pk])
    rank = issued.rank  # type: ignore[attr-defined] # of answering()
    return document_hit(issued.document, words, address=address, beside=(said,), rank=rank)


def _letter(letter: Letter, words: Words) -> Hit:
    rank = letter.rank  # type: ignore[attr-defined] # of answering()
    assert letter.document is not None, "its words were found"  # noqa: S101 - for the reader and the type check
    return document_hit(letter.document, words, address=letter.get_absolute_url(), beside=(), rank=rank)
