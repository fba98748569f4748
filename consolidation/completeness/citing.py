"""Documents the paper cites: registered, with one date each, each issuer's symbol written one way."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formatting import administrative_date
from common.vietnamese import fold
from consolidation.completeness.finding import Finding, Item, Severity, named
from consolidation.completeness.matter import Matter, Words
from consolidation.queries.citing import KINDS, Citation, loose, strict
from programmes.documents.citations import issuer_of
from programmes.models import LegalDocument

COMPARE = gettext_lazy(
    "Compare with the signed paper and put right what is wrong: the text, or the register."
)


def citations_are_registered(matter: Matter) -> Iterator[Finding]:
    """What is cited stands in the register with the same number, kind and date."""
    for citation, words in matter.citations:
        if citation.bad_date:
            yield _told(
                matter, words, Severity.ERROR, named(words.section, citation.number, citation.bad_date),
                _("%(document)s: %(date)s is no day of the calendar.")
                % {"document": citation.line, "date": citation.bad_date}, COMPARE,
            )  # fmt: skip
        elif not citation.leading:
            yield _told(
                matter, words, Severity.WARNING, named("unnumbered", citation.kind, citation.number),
                _("%(document)s is cited without its number.") % {"document": citation.line},
                _("Complete the number in the register as soon as the signed paper is at hand, or say why it is missing."),
            )  # fmt: skip
        else:
            yield from _against_register(matter, citation, words)


def _against_register(matter: Matter, citation: Citation, words: Words) -> Iterator[Finding]:
    known = matter.known.register.get(citation.key, [])
    same_kind = [d for d in known if d.kind == KINDS[citation.kind]]
    facts = {"document": citation.line}
    if not known:
        yield _told(
            matter, words, Severity.WARNING, named("unregistered", citation.line),
            _("%(document)s is cited but stands in no register of the portal.") % facts,
            _("Register the document, correct the citation, or say why it may stand."),
        )  # fmt: skip
    elif not same_kind:
        facts["known"] = f"{known[0].kind_in_documents} số {known[0].number_and_symbol}"
        yield _told(
            matter, words, Severity.WARNING, named("kind", citation.line),
            _("%(document)s is another kind of document in the register: %(known)s.") % facts, COMPARE,
        )  # fmt: skip
    elif citation.date and not any(_may_be_of(d, citation) for d in same_kind):
        near = next((d for d in same_kind if d.issued_year == citation.date.year), same_kind[0])
        facts["date"] = administrative_date(near.issued_on) or "…"
        yield _told(
            matter, words, Severity.WARNING, named("date", citation.line),
            _("%(document)s: the register has the date %(date)s.") % facts, COMPARE, (_item(near),),
        )  # fmt: skip


def _may_be_of(document: LegalDocument, citation: Citation) -> bool:
    """Whether the date cited may be the document's: the same, or as far as the register knows it."""
    date = citation.date
    if date is None or document.issued_on is not None:
        return document.issued_on == date
    return document.issued_year in (None, date.year) and document.issued_month in (None, date.month)


def citations_agree(matter: Matter) -> Iterator[Finding]:
    """One document is not cited with two dates."""
    dates: dict[tuple[str, str, int], dict[object, tuple[Citation, Words]]] = defaultdict(dict)
    for citation, words in matter.citations:
        if citation.date and citation.leading:
            dates[citation.kind, citation.key, citation.date.year].setdefault(
                citation.date, (citation, words)
            )
    for several in dates.values():
        if len(several) > 1:
            told = list(several.values())
            yield _told(
                matter, told[-1][1], Severity.ERROR, named("dates", *(c.line for c, _w in told)),
                _("One document is cited with several dates: %(documents)s.")
                % {"documents": "; ".join(c.line for c, _w in told)}, COMPARE,
            )  # fmt: skip


def symbols_are_consistent(matter: Matter) -> Iterator[Finding]:
    """One issuer writes its symbol one way; no symbol is broken by a blank."""
    issuers: dict[object, dict[str, LegalDocument]] = defaultdict(dict)
    for document in _documents(matter):
        symbol = re.sub(r"^\d{4}/", "", document.number_and_symbol.partition("/")[2].strip())
        issuer = document.issuer_id or fold(issuer_of(document))
        if symbol and issuer:
            issuers[issuer].setdefault(symbol, document)
    for written in issuers.values():
        symbols = [s for s in written if any(_vary(s, other) for other in written)]
        documents = [written[symbol] for symbol in symbols]
        if documents:
            facts = {"issuer": issuer_of(documents[0]), "documents": ", ".join(map(_name, documents))}
            told = (
                _("The symbol of one issuer, %(issuer)s, is written in several ways: %(documents)s.") % facts
            )
            yield _symbol(matter, documents, told)
        for symbol, document in written.items():
            if re.search(r"\s", symbol) and symbol not in symbols:
                told = _("The symbol of %(document)s is broken by a blank.") % {"document": _name(document)}
                yield _symbol(matter, [document], told)


def numbers_do_not_clash(matter: Matter) -> Iterator[Finding]:
    """A document a unit reported does not look like another one of the register (same number, other symbol or day)."""
    by_pk = {issued.pk: issued for issued in matter.known.contents.documents}
    for pk, alikes in matter.known.alike.items():
        issued = by_pk[pk]
        for alike in alikes:
            yield Finding(
                Severity.WARNING, named("alike", *sorted((issued.document_id, alike.document.pk))),
                issued.submission.organisation.name,
                _("%(document)s looks like %(other)s of the register: %(difference)s.")
                % {
                    "document": _name(issued.document), "other": _name(alike.document), "difference": alike.difference,
                },
                COMPARE, issued.submission.get_absolute_url(), (_item(issued.document), _item(alike.document)),
            )  # fmt: skip


def _vary(one: str, other: str) -> bool:
    """Whether two symbols are one in two spellings: SKHCN-TĐC and SKH-CN-TĐC, also before another department."""
    whole, theirs = loose(one), loose(other)
    head, their_head = loose(one.split("-", maxsplit=1)[0]), loose(other.split("-", maxsplit=1)[0])
    if one == other or head == their_head:
        return one != other and whole == theirs
    longer, shorter, rest = (
        (head, their_head, theirs) if len(head) > len(their_head) else (their_head, head, whole)
    )
    return whole == theirs or (longer.startswith(shorter) and rest.startswith(longer))


def _documents(matter: Matter) -> list[LegalDocument]:
    """The documents units reported and the letters that asked, each once."""
    contents = matter.known.contents
    found = [i.document for i in contents.documents] + [letter.document for letter in contents.letters]
    return list({document.pk: document for document in found}.values())


def _name(document: LegalDocument) -> str:
    return f"{document.kind_in_documents} số {strict(document.number_and_symbol)}"


def _item(document: LegalDocument) -> Item:
    return Item(
        f"{_name(document)} ngày {administrative_date(document.issued_on) or '…'}: {document.abstract}"[:200]
    )


def _symbol(matter: Matter, documents: list[LegalDocument], message: str) -> Finding:
    symbols = sorted({document.number_and_symbol.partition("/")[2] for document in documents})
    reported = {i.document_id: i.submission.get_absolute_url() for i in matter.known.contents.documents}
    items = tuple(Item(_item(d).label, reported.get(d.pk, matter.period_page)) for d in documents)
    return Finding(
        Severity.WARNING,
        named("symbol", documents[0].issuer_id, *symbols),
        issuer_of(documents[0]) or _name(documents[0]),
        message,
        _("Correct the register if it was mistyped; if the papers really differ, say so."),
        items[0].address,
        items,
    )


def _told(  # noqa: PLR0917 - what is found, and where
    matter: Matter,
    words: Words,
    severity: Severity,
    place: str,
    message: str,
    fix: object,
    items: tuple[Item, ...] = (),
) -> Finding:
    return Finding(severity, place, matter.where(words.section), message, fix, matter.at(words), items)  # type: ignore[arg-type] # words, lazy or not
