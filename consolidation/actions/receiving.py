"""Take a report of another installation over, whole and known, or say why not."""

import datetime as dt
from hashlib import sha256
from typing import Any, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.stored import take_back
from common.vietnamese import clean
from consolidation.documents import seal
from consolidation.documents.taking_over import Facts, Reading, read_report
from consolidation.models import Installation, ReceivedReport
from jobs.actions import enqueue
from jobs.models import Job
from journal.actions import note_down
from papers.text import DocumentRefused

RECEIVE = "consolidation.receive"  # the kind of long work
LARGEST = 999_999  # of a number, year or version in the data
KEPT_FOR = dt.timedelta(days=2)  # a file whose reading failed may be asked for again
WAITING = "received/waiting"  # where large files lie until a worker has read them


class UnknownInstallation(RuleBroken):
    """A report that is whole, sealed by somebody this portal does not know: ``key``, and the ``name`` it gives itself."""

    def __init__(self, reading: Reading) -> None:
        self.key, self.fingerprint = reading.key, reading.fingerprint
        self.name = clean(str(reading.data["installation"].get("name") or ""))[:200]
        super().__init__(
            _(
                "The report is whole, but its seal is of a portal nobody here has confirmed yet (it calls itself “%(name)s”; "
                "fingerprint %(fingerprint)s). Compare the fingerprint with the people there, have an administrator confirm their "
                "portal, then bring the file in again."
            )
            % {"name": self.name or "?", "fingerprint": reading.fingerprint},
            code="unknown_installation",
        )


def receive_report(*, content: bytes, name: str, by: User) -> ReceivedReport:
    """Read the PDF ``content`` and keep it with its data; ``name`` is what its file is called.

    RuleBroken, in words: not permitted, no report that can be read, changed since it was sealed, sealed by this portal, by
    nobody known (UnknownInstallation) or no longer believed, or received before.
    """
    if not by.has_perm("consolidation.receive_report"):
        raise RuleBroken(
            _("Only the ministry receives reports of other installations."), code="not_permitted"
        )
    reading = read_report(content)
    if not reading.is_whole:
        head = _("The file was not taken: it is not as it was sealed.")
        raise RuleBroken([head, *reading.problems], code="altered")
    if reading.key == seal.public_key():
        raise RuleBroken(_("This portal made the report itself; it is in the library."), code="own_report")
    return _keep(reading, _facts(reading.data), content, name, by)


@transaction.atomic
def request_receiving(*, content: bytes, name: str, by: User) -> Job:
    """Have a large file read as long work; the same file of the same person is asked for once while it is under way."""
    fingerprint = sha256(content).hexdigest()
    waiting = f"{WAITING}/{by.pk}-{fingerprint}.pdf"
    asked_for = {"file": waiting, "name": name, "by": by.pk}
    under_way = Job.objects.filter(kind=RECEIVE, asked_for__file=waiting).unfinished().first()
    if under_way is not None:
        return under_way
    _sweep()
    if not default_storage.exists(waiting):
        default_storage.save(waiting, ContentFile(content))
    return enqueue(kind=RECEIVE, title=_("Reading %(name)s") % {"name": name}, asked_for=asked_for, by=by)


def _sweep() -> None:
    """Files nobody came back for."""
    if not default_storage.exists(WAITING):
        return
    for name in default_storage.listdir(WAITING)[1]:
        file = f"{WAITING}/{name}"
        if default_storage.get_modified_time(file) < timezone.now() - KEPT_FOR:
            default_storage.delete(file)


def _keep(reading: Reading, facts: dict[str, Any], content: bytes, name: str, by: User) -> ReceivedReport:
    stored = ""
    try:
        with transaction.atomic():
            installation = _trusted(reading)
            _refuse_twice(installation, facts["code"])
            stored = default_storage.save(f"received/{reading.sha256}.pdf", ContentFile(content))
            received = ReceivedReport.objects.create(
                installation=installation,
                file=stored,
                name=name,
                size=len(content),
                sha256=reading.sha256,
                pages=reading.pages,
                data=reading.data,
                received_by=by,
                **facts,
            )
            note_down(
                received, "receive_report", by=by, sha256=reading.sha256, fingerprint=reading.fingerprint
            )
            return received
    except BaseException as fault:
        take_back(fault, stored)
        raise


def _refuse_twice(installation: Installation, code: str) -> None:
    known = installation.reports.filter(code=code).first()
    if known is not None:
        raise RuleBroken(
            _("This report was received before: %(report)s, number %(number)s.")
            % {"report": known, "number": known.number_line},
            code="received_before",
        )


def _trusted(reading: Reading) -> Installation:
    """The installation whose seal it is, held: trust is not withdrawn meanwhile, and nothing is received twice."""
    held = Installation.objects.select_for_update(no_key=True)
    installation = held.filter(public_key=reading.key).first()
    if installation is None:
        raise UnknownInstallation(reading)
    if not installation.is_trusted:
        raise RuleBroken(
            _("The seal is of %(name)s, whose key no longer counts: %(why)s")
            % {"name": installation, "why": installation.why_withdrawn},
            code="withdrawn",
        )
    return installation


def _facts(data: Facts) -> dict[str, Any]:
    """What lists need of the data. DocumentRefused where the paper's own facts are missing."""
    report = data["report"]
    try:
        return {
            "dated_on": dt.date.fromisoformat(report["dated_on"]),
            **{name: _whole(report[name]) for name in ("number", "version", "year")},
            **{name: _named(report[name], name) for name in ("symbol", "code", "period", "period_kind")},
            "province": _named(data["province"]["name"], "province"),
            "plan": _named(data["plan"]["name"], "plan"),
        }
    except (KeyError, TypeError, ValueError) as problem:
        raise DocumentRefused(
            _("The data this PDF carries are not complete: %(parts)s.") % {"parts": problem},
            code="incomplete",
        ) from problem


def _whole(value: object) -> int:
    if type(value) is not int or not 0 < value <= LARGEST:
        raise ValueError("a whole number was expected")
    return value


def _named(value: object, field: str) -> str:
    """Words that fit into ``field``."""
    most = cast("models.CharField", ReceivedReport._meta.get_field(field)).max_length or 0
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise ValueError(f"words were expected for {field}")
    return clean(value)
