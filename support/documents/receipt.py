"""The receipt of an application on paper: what was handed in, when, and how to look up where it stands.

The paper is Vietnamese on every screen. The same application gives the same bytes.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from common.formatting import date_time, short_date
from papers.pdf import Pdf, print_page
from papers.squares import square_of
from papers.text import DEMO
from support.models import Application, Attachment, SupportProcedure
from support.queries.receipts import in_groups

SHORT_HASH = 16  # hexadecimal digits printed of a SHA-256; the whole one stands in the portal


@dataclass(frozen=True)
class PrintedFile:
    """A paper that was handed in: its name, the required paper it is ("" for a free one), its short SHA-256."""

    name: str
    paper: str
    hash: str


def print_receipt(application: Application, procedure: SupportProcedure | None) -> Pdf:
    """The receipt of a submitted ``application`` as PDF/A; ``procedure`` in force on the day it came in, if any."""
    return print_page(to_html(application, procedure))


def to_html(application: Application, procedure: SupportProcedure | None) -> str:
    """The receipt as the HTML page that is printed."""
    assert application.submitted_at is not None  # noqa: S101 - only what was handed in has a receipt
    day = timezone.localdate(application.submitted_at)
    facts = {
        "application": application,
        "receiver": application.province,
        "items": list(application.items.select_related("content")),
        "files": handed_in(application),
        "submitted_at": date_time(application.submitted_at),
        "submitted_by": application.submitted_by,
        "promised_on": short_date(application.promised_on) if application.promised_on else "",
        "procedure": procedure,
        "key": in_groups(application.secret),
        "square": square_of(look_up_address(application)),
        "address": settings.PORTAL_BASE_URL + reverse("support:look_up"),
        "day": short_date(day),
        "composed_at": application.submitted_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "mark": DEMO if application.is_demo else "",
    }
    with translation.override("vi"):
        return render_to_string("print/receipt.html", facts)


def look_up_address(application: Application) -> str:
    """Where the square code leads: the code in the query, the key after "#".

    What follows "#" never leaves the browser by itself: no proxy, log or referring page sees the key.
    """
    return (
        f"{settings.PORTAL_BASE_URL}{reverse('support:look_up')}?ma={application.code}#{application.secret}"
    )


def handed_in(application: Application) -> list[PrintedFile]:
    """The papers that were in the dossier when it was handed in; what came later has dates of its own."""
    files = Attachment.objects.filter(
        application=application,
        added_at__lte=application.submitted_at,
        point=None,
        message=None,
        opinion=None,
        support=None,
        is_minutes=False,
    ).select_related("paper")
    return [
        PrintedFile(file.name, file.paper.name if file.paper else "", file.sha256[:SHORT_HASH])
        for file in files.order_by("pk")
    ]
