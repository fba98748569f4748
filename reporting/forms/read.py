"""What is stored, as the rows of the form show it, and back."""

from typing import Any

from programmes.models import DocumentKind
from reporting.actions.content import Citation
from reporting.forms.citation import write_citation
from reporting.models import Figure, IssuedDocument, Statement, SubmissionLine


def figure_row(figure: Figure) -> dict[str, Any]:
    """A figure the unit added."""
    names = ("pk", "indicator", "unit", "precision", "to_date", "estimate")
    return {name: getattr(figure, name) for name in names}


def integrated_row(line: SubmissionLine) -> dict[str, Any]:
    """An activity worked into another plan."""
    return {
        "pk": line.pk,
        "heading": line.heading,
        "national_group": line.national_group_id,
        "narrative": line.narrative,
        "host": write_citation(line.host) if line.host else "",
    }


def document_row(issued: IssuedDocument) -> dict[str, Any]:
    """A document of the year."""
    names = ("kind", "number_and_symbol", "issued_on", "issuer_text", "abstract")
    document = issued.document
    row = {name: getattr(document, name) for name in names}
    row["issuer_text"] = document.issuer_text or (document.issuer.name if document.issuer else "")
    return {"pk": issued.pk, "section": issued.section, **row}


def statement_row(statement: Statement) -> dict[str, Any]:
    """A statement."""
    return {
        "pk": statement.pk,
        "text": statement.text,
        "cause": statement.cause,
        "addressee": statement.addressee,
        "carried_from": statement.carried_from_id,
        "national_group": statement.national_group_id,
    }


def citation_of(row: dict[str, Any]) -> Citation:
    """The document a row names."""
    return Citation(
        kind=DocumentKind(row["kind"]),
        number_and_symbol=row["number_and_symbol"],
        issued_on=row["issued_on"],
        issuer_text=row["issuer_text"],
        abstract=row["abstract"],
    )
