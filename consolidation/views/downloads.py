"""The one way in which a file of a report leaves the portal: as it is kept, and with a line in the journal."""

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.downloads import stored_file
from consolidation.actions.downloads import note_download
from consolidation.models import Report
from consolidation.views.opening import person

OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = "application/pdf"
KINDS = {  # media types
    "pdf": PDF,
    "signed": PDF,
    "word": f"{OFFICE}.wordprocessingml.document",
    "excel": f"{OFFICE}.spreadsheetml.sheet",
}


def handed_out(
    request: HttpRequest, report: Report, kept: FieldFile, file: str, *, name: str
) -> HttpResponseBase:
    """The ``kept`` file ("pdf", "word", "excel" or "signed") of a report the person may read, called ``name`` on their desk.

    Http404 where it has not been made yet or is gone; then nobody took anything away, nor by only asking for it (HEAD).
    """
    answer = stored_file(kept, name=name, kind=KINDS[file])
    if request.method == "GET":
        note_download(report, file, by=person(request))
    return answer
