"""Find the document a unit cites in the province's register, or enter it there."""

from collections.abc import Iterator

from django.db.models import ForeignObjectRel, Q, QuerySet

from accounts.models import User
from common.vietnamese import fold
from journal.actions import note_down
from journal.models import Entry
from organisations.models import Organisation, Province
from programmes.models import LegalDocument
from reporting.actions.content import Citation
from reporting.models import IssuedDocument, Submission, SubmissionLine

ENTERED = "enter_from_submission"


def registered_document(
    citation: Citation, *, submission: Submission, instead_of: LegalDocument | None, by: User
) -> LegalDocument:
    """The register's row for ``citation``: the one that is there already, else a corrected or a new one.

    A document of the province with the same number, date and issuer is taken as it stands. Otherwise the row
    ``instead_of`` (what the unit cited so far) is corrected if this submission entered it and nobody else cites it;
    documents others entered or that came with a plan are never rewritten.
    """
    province = locked_register(submission)
    found = _same_document(citation, province)
    if found is not None and found != instead_of:
        return found
    if instead_of is not None and is_ours_alone(instead_of, submission):
        _fill(instead_of, citation, province).save()
        return instead_of
    if found is not None:
        return found
    document = _fill(LegalDocument(province=province, is_demo=submission.is_demo), citation, province)
    document.save()
    note_down(document, ENTERED, by=by, submission=submission.pk)
    return document


def locked_register(submission: Submission) -> Province:
    """The province whose register the form cites, held until the end: after the form's own row, before the register.

    One registration at a time: two units citing one letter do not enter it twice, and none forgets what another cites.
    """
    return Province.objects.select_for_update(no_key=True).get(pk=submission.period.plan.province_id)


def differs(document: LegalDocument, citation: Citation) -> bool:
    """Whether the citation says anything else than the register's row."""
    said = vars(citation)
    known = {name: getattr(document, name) for name in said}
    known["issuer_text"] = document.issuer_text or (document.issuer.name if document.issuer else "")
    return known != said


def _same_document(citation: Citation, province: Province) -> LegalDocument | None:
    if not (citation.number_and_symbol and citation.issued_on and citation.issuer_text):
        return None
    candidates = LegalDocument.objects.filter(
        Q(province=province) | Q(issuer__province=province),
        number_and_symbol__iexact=citation.number_and_symbol,
        issued_on=citation.issued_on,
    ).select_related("issuer")
    wanted = fold(citation.issuer_text)
    issuer = _issuer(citation, province)
    for document in candidates.order_by("pk"):
        names = {fold(document.issuer_text), document.issuer.folded if document.issuer else ""}
        if wanted in names or (issuer is not None and document.issuer_id == issuer.pk):
            return document
    return None


def _issuer(citation: Citation, province: Province) -> Organisation | None:
    """The body of the province that is called so; None where none or several are."""
    wanted = fold(citation.issuer_text)
    if not wanted:
        return None
    named = Organisation.objects.filter(
        Q(folded=wanted) | Q(aliases__folded=wanted), Q(province=province) | Q(province__isnull=True)
    ).distinct()[:2]
    return named[0] if len(named) == 1 else None


def _fill(document: LegalDocument, citation: Citation, province: Province) -> LegalDocument:
    for name, value in vars(citation).items():
        setattr(document, name, value)
    if citation.issued_on is None:
        document.issued_year = document.issued_month = None
    document.issuer = _issuer(citation, province)
    return document


def is_ours_alone(document: LegalDocument, submission: Submission) -> bool:
    """Whether this form entered the document and nothing else cites it: no other form, answer, letter or plan."""
    entered = Entry.objects.filter(
        record_type=LegalDocument._meta.label_lower,
        record_id=document.pk,
        action=ENTERED,
        facts__submission=submission.pk,
    )
    return entered.exists() and not any(rows.exists() for rows in _others_citing(document, submission))


def _others_citing(document: LegalDocument, submission: Submission) -> Iterator[QuerySet]:
    """The rows of every kind that cite ``document``, without those of the form itself."""
    for relation in LegalDocument._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: document})
            is_of_a_form = relation.related_model in {IssuedDocument, SubmissionLine}
            yield rows.exclude(submission=submission) if is_of_a_form else rows
