"""Files of evidence as a form counts and lists them."""

from django.db.models import Count, QuerySet

from reporting.models import EvidenceFile, Submission, SubmissionLine


def files_of(submission: Submission) -> dict[tuple[int, int | None], int]:
    """(line id, figure id or None for the line as a whole) → how many files prove it. One query."""
    rows = (
        EvidenceFile.objects.filter(line__submission=submission)
        .order_by()
        .values_list("line_id", "figure_id")
        .annotate(Count("pk"))
    )
    return {(line, figure): count for line, figure, count in rows}


def evidence_of(line: SubmissionLine) -> QuerySet[EvidenceFile]:
    """The files of a line with figure, activity and who added them, in the order they came."""
    return (
        EvidenceFile.objects.filter(line=line).select_related("figure", "activity", "added_by").order_by("pk")
    )
