"""Head, foot and annex titles as WordprocessingML (Decree 30/2020/NĐ-CP, Appendix I)."""

from collections.abc import Iterator

from papers.model import COUNTRY, MOTTO, Annex, Document, Letterhead
from papers.word.page import WIDTH
from papers.word.xml import cell, paragraph, row, rule, run, table

LEFT = round(WIDTH * 0.44)
RIGHT = WIDTH - LEFT
TO = 2400  # where the addressees begin, room for “Kính gửi:” before them


def head(letterhead: Letterhead) -> str:
    """Issuer and state side by side, number and place, then the title or (of a letter) only the addressees."""
    rows = [
        row(
            [
                cell("".join(_issuer(letterhead)), LEFT, middle=False),
                cell("".join(_state()), RIGHT, middle=False),
            ]
        ),
        row(
            [
                cell("".join(_number(letterhead)), LEFT, middle=False),
                cell(_place(letterhead), RIGHT, middle=False),
            ]
        ),
    ]
    return (
        table((LEFT, RIGHT), rows, ruled=False)
        + "".join(_title(letterhead))
        + "".join(_addressees(letterhead))
    )


def foot(document: Document) -> str:
    """The closing sentence, then recipients on the left and the signature on the right, on one page."""
    closing = paragraph(run(document.closing), "BodyText", keep="") if document.closing else ""
    signed = "".join(
        paragraph(run(form, bold=True), align="center")
        for form in (*document.signature.forms, document.signature.position)
    )
    name = run(document.signature.name, bold=True) if document.signature.name else ""
    signed += paragraph(name, spacing='w:before="1700" w:after="0"', align="center")
    sides = [cell("".join(_recipients(document)), LEFT, middle=False), cell(signed, RIGHT, middle=False)]
    space = paragraph("", keep="", spacing='w:before="0" w:after="0" w:line="240" w:lineRule="exact"')
    return closing + space + table((LEFT, RIGHT), [row(sides)], ruled=False)


def annex_head(document: Document, annex: Annex) -> str:
    """“Phụ lục II”, its title, and which paper it belongs to."""
    middle = {"indent": 'w:firstLine="0"', "align": "center"}
    return (
        paragraph(run(annex.label), "Heading1", **middle)
        + paragraph(run(annex.title.upper(), bold=True), keep="", align="center")
        + paragraph(
            run(" ".join(document.enclosure), italic=True, size=13),
            keep="",
            spacing='w:before="0" w:after="160"',
            align="center",
        )
    )


def _issuer(letterhead: Letterhead) -> Iterator[str]:
    for line in letterhead.superior_lines:
        yield paragraph(run(line, size=12), align="center")
    for line in letterhead.issuer_lines:
        yield paragraph(run(line, bold=True, size=12), align="center")
    yield rule(LEFT, 0.36)


def _state() -> Iterator[str]:
    yield paragraph(run(COUNTRY, bold=True, size=12), align="center")
    yield paragraph(run(MOTTO, bold=True, size=13), align="center")
    yield rule(RIGHT, 0.62)


def _number(letterhead: Letterhead) -> Iterator[str]:
    above = 'w:before="120" w:after="0"'
    yield paragraph(run(letterhead.number_line, size=13), spacing=above, align="center")
    if letterhead.is_letter:
        yield paragraph(run(letterhead.about_line), "Subtitle")


def _place(letterhead: Letterhead) -> str:
    above = 'w:before="120" w:after="0"'
    return paragraph(run(letterhead.place_date_line, italic=True, size=13), spacing=above, align="center")


def _title(letterhead: Letterhead) -> Iterator[str]:
    if not letterhead.is_letter:
        yield paragraph(run(letterhead.kind.upper()), "Title", spacing='w:before="360" w:after="0"')
        yield paragraph(run(letterhead.title), "Title")
        yield rule(WIDTH, 0.3)


def _addressees(letterhead: Letterhead) -> Iterator[str]:
    """One after “Kính gửi:” in the middle; several as a dashed list beside it."""
    lines = letterhead.addressee_lines
    above, none = 'w:before="280" w:after="0"', 'w:before="0" w:after="0"'
    if len(lines) == 1:
        yield paragraph(run(f"Kính gửi: {lines[0]}"), spacing='w:before="280" w:after="120"', align="center")
        return
    for place, line in enumerate(lines):
        start = run("Kính gửi:") + "<w:r><w:tab/></w:r>" if place == 0 else ""
        hanging = f'w:left="{TO}" w:hanging="1300"' if place == 0 else f'w:left="{TO}" w:firstLine="0"'
        yield paragraph(start + run(line), tab=str(TO), spacing=above if place == 0 else none, indent=hanging)


def _recipients(document: Document) -> Iterator[str]:
    if not document.recipients and not document.verification:
        yield paragraph("")
        return
    if document.recipients:
        yield from _sent_to(document)
    for line in document.verification.lines if document.verification else ():
        yield paragraph(run(line, size=9), spacing='w:before="60" w:after="0"')


def _sent_to(document: Document) -> Iterator[str]:
    yield paragraph(run("Nơi nhận:", bold=True, italic=True, size=12))
    for line in document.recipient_lines:
        yield paragraph(run(line, size=11))
