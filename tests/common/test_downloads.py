"""Files people take away stay with them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from common.downloads import download, stored_file
from consolidation.models import Report


def test_a_file_is_taken_away_and_kept_by_nobody_in_between():
    answer = download(b"<script>", name="Báo cáo năm.pdf", kind="application/pdf")
    assert b"".join(answer.streaming_content) == b"<script>"
    kept = {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}
    assert kept == {
        "Content-Type": "application/pdf",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''B%C3%A1o")


@pytest.mark.parametrize("name", ["", "reports/gone.pdf"], ids=["not made yet", "gone"])
def test_a_file_that_is_not_there_is_not_there(name):
    with pytest.raises(Http404):
        stored_file(Report(pdf=name).pdf, name="x.pdf", kind="application/pdf")


@pytest.mark.django_db
def test_a_stored_file_is_read_from_the_private_store():
    name = default_storage.save("reports/x.pdf", ContentFile(b"%PDF"))
    answer = stored_file(Report(pdf=name).pdf, name="x.pdf", kind="application/pdf")
    assert b"".join(answer.streaming_content) == b"%PDF"
    answer.close()  # as the server does, and with it the file
