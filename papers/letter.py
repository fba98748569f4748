"""The frame of every letter (công văn) of a DOST: letterhead, recipients, signature, and words such letters share.

Pure functions of plain values. Number and day stay blank until `registered`; what nobody has told the portal stays
open, to be written by hand.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from common.formatting import NBSP, administrative_date
from papers.blocks import Block, Paragraph, Run
from papers.model import Annex, Document, IssueDate, Letterhead, Metadata, Signature
from papers.text import DEMO, DEMO_WARNING

KIND = "Công văn"
OPEN = "…"  # what nobody has told the portal: left to be written by hand
AGENCY = "Sở Khoa học và Công nghệ"
POSITION = "GIÁM ĐỐC"  # until somebody says who signs
RECIPIENTS = ("Như trên", "GĐ Sở, các Phó GĐ Sở", "Lưu: VT, TĐC")
FILED = "Lưu: VT"  # who keeps a copy where nobody says more
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Stationery:
    """On whose paper a letter is written.

    ``issuer`` and ``superior`` as the letterhead shows them, ``symbol`` the letters after the number's stroke
    (“SKHCN-TĐC”), ``place`` where it is dated, ``signing_form`` in whose name one signs (“TM. …/KT. …”, strokes
    between), ``signer`` "" until somebody is named, ``recipients`` the lines of “Nơi nhận”.
    """

    issuer: str
    symbol: str
    place: str
    superior: str = ""
    position: str = POSITION
    signer: str = ""
    signing_form: str = ""
    recipients: tuple[str, ...] = RECIPIENTS
    is_demo: bool = False


def usual_stationery(province: str, place: str, agency: str = "", *, is_demo: bool = False) -> Stationery:
    """The paper of a DOST as such papers usually are: ``province`` “tỉnh Hưng Yên”, ``place`` “Hưng Yên”.

    ``agency`` is the DOST's name; the signer stays empty.
    """
    return Stationery(
        issuer=(agency or AGENCY).upper(),
        symbol=symbol_of("BC-SKHCN", RECIPIENTS),
        place=place,
        superior=f"UBND {province}".upper(),
        is_demo=is_demo,
    )


def letter(
    paper: Stationery,
    *,
    title: str,
    to: tuple[str, ...],
    blocks: Iterable[Block],
    at: dt.datetime,
    informed: Iterable[str] = (),
    annexes: tuple[Annex, ...] = (),
    closing: str = "",
    reference: str = "",
) -> Document:
    """A whole letter, as a draft: no number, no day, no signer that nobody named.

    ``title`` stands after “V/v”, ``to`` after “Kính gửi:”; ``informed`` are recipients beside the addressees
    (“UBND tỉnh … (để b/c)”); ``reference`` names the record in the file's description; ``at`` is the moment of
    composition with its time zone, of which the paper shows the year. Raises DocumentRefused when something cannot be
    printed.
    """
    warning = (Paragraph((Run(f"{DEMO}. {DEMO_WARNING}", bold=True),)),) if paper.is_demo else ()
    return Document(
        letterhead=Letterhead(
            issuer=paper.issuer,
            symbol=paper.symbol,
            place=paper.place,
            kind=KIND,
            title=title,
            superior=paper.superior,
            date=IssueDate(at.astimezone(timezone.get_default_timezone()).year),
            addressees=to,
            is_letter=True,
        ),
        signature=signature_of(paper.position or POSITION, paper.signer, paper.signing_form),
        blocks=(*warning, *blocks),
        closing=closing,
        recipients=_recipients(paper.recipients, informed),
        annexes=annexes,
        mark=DEMO if paper.is_demo else "",
        metadata=Metadata(reference=reference, composed_at=at),
    )


def registered(document: Document, *, number: int, symbol: str, on: dt.date) -> Document:
    """The letter with the number and day the registry gave it; no draft any more. Nothing else changes."""
    head = replace(document.letterhead, number=number, symbol=symbol, date=IssueDate.on(on))
    return replace(document, letterhead=head, draft=False)


def signature_of(position: str, signer: str = "", signing_form: str = "") -> Signature:
    """Who signs; a form of several lines (“TM. …/KT. …”) is cut at its strokes."""
    forms = tuple(form.strip() for form in signing_form.split("/") if form.strip())
    return Signature(position, signer, forms)


def symbol_of(report: str, recipients: Iterable[str]) -> str:
    """“SKHCN-TĐC”: the issuer's letters of a report's symbol, then the unit that drafts (of “Lưu: VT, TĐC”)."""
    issuer = report.partition("-")[2] or report
    drafts = next(
        (line.rpartition(",")[2].strip(" .;") for line in recipients if "Lưu" in line and "," in line), ""
    )
    return f"{issuer}-{drafts}" if drafts else issuer


def issuer_words(issuer: str, name: str = "") -> str:
    """The issuer inside a sentence, where the letterhead may shout it: its ``name`` then, if anybody knows it."""
    return issuer if not issuer.isupper() else name or AGENCY


def contact(issuer: str) -> str:
    """Whom to ask: left to be written by hand, for the portal does not know."""
    return f"{issuer}: đồng chí {OPEN}; điện thoại {OPEN}; thư điện tử {OPEN}"


def day_words(day: dt.date) -> str:
    """A day a letter asks for: “ngày 20/11/2026 (thứ Sáu)”."""
    return f"ngày {administrative_date(day)} ({WEEKDAYS[day.weekday()]})"


def together(label: str) -> str:
    """“Phụ lục II” so that no line breaks it."""
    return label.replace(" ", NBSP)


def _recipients(lines: Iterable[str], informed: Iterable[str]) -> tuple[str, ...]:
    """“Như trên”, who is to be informed, then whoever the paper names."""
    others = [line for line in lines if not line.strip(" -;.").startswith("Như trên")]
    return ("Như trên", *informed, *(others or [FILED]))
