"""Head and foot of the paper: addressees, recipients, signature (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.vietnamese import fold
from consolidation.completeness.finding import Finding, Severity, named
from consolidation.completeness.matter import Matter

SETTINGS = gettext_lazy(
    "Put it right in the settings of the paper: the page of the report says what stands there and who changes it."
)
_TITLES = re.compile(r"^(?:GS|PGS|TS|ThS|CN|KS|BS)\b\.?|\b(?:GS|PGS|TS|ThS)\.", re.IGNORECASE)
_UNITS = re.compile(r"\bluu\b")


def addressees_are_named(matter: Matter) -> Iterator[Finding]:
    """“Kính gửi” names somebody, and “Nơi nhận” then begins with “Như trên”."""
    head, recipients = matter.document.letterhead, [fold(r) for r in matter.document.recipients]
    if not head.addressees:
        yield _found(
            matter, Severity.ERROR, "addressees", _("“Kính gửi” is missing: the paper names no addressee.")
        )
    elif recipients and not any("nhu tren" in recipient for recipient in recipients):
        yield _found(
            matter, Severity.WARNING, "as-above", _("“Nơi nhận” does not begin with “Như trên” although “Kính gửi” names addressees.")
        )  # fmt: skip


def recipients_are_named(matter: Matter) -> Iterator[Finding]:
    """“Nơi nhận” is there and ends with where the paper is filed."""
    recipients = [fold(recipient) for recipient in matter.document.recipients]
    if not recipients:
        yield _found(matter, Severity.ERROR, "recipients", _("“Nơi nhận” is missing."))
    elif not _UNITS.search(recipients[-1]):
        yield _found(matter, Severity.WARNING, "filed", _("“Nơi nhận” does not end with “Lưu: VT, …”."))


def signature_is_complete(matter: Matter) -> Iterator[Finding]:
    """Who signs is named, without academic titles, and a deputy signs for the head (KT.)."""
    signature, head = matter.document.signature, matter.document.letterhead
    if not signature.name.strip():
        yield _found(matter, Severity.WARNING, "signer", _("Nobody is named as signer yet."))
    elif _TITLES.search(signature.name):
        yield _found(
            matter, Severity.WARNING, f"titles {signature.name}",
            _("The signer's name carries an academic title: “%(name)s”.") % {"name": signature.name},
        )  # fmt: skip
    forms = " ".join((*signature.forms, signature.position)).upper()
    if "PHÓ" in signature.position.upper() and not re.search(r"\b(?:KT|TM|Q|TL|TUQ)\b", forms):
        yield _found(
            matter, Severity.ERROR, f"deputy {signature.position}",
            _("“%(position)s” signs without “KT.” and the position of the head.") % {"position": signature.position},
        )  # fmt: skip
    if not head.symbol.strip() or "/" in head.symbol:
        yield _found(
            matter, Severity.ERROR, f"symbol {head.symbol}", _("The symbol “%(symbol)s” is not one of a report, like BC-SKHCN.") % {"symbol": head.symbol}
        )  # fmt: skip


def _found(matter: Matter, severity: Severity, place: str, message: str) -> Finding:
    where = _("Head and foot of the paper")
    return Finding(
        severity,
        named("letterhead", place),
        where,
        message,
        SETTINGS,
        f"{matter.report.get_absolute_url()}#the-thuc",
    )
