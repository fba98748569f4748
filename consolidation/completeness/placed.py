"""Whatever came in has its place, as it stands now."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consolidation.completeness.finding import Finding, Item, Severity, named, quoted
from consolidation.completeness.matter import Matter

MOST = 30  # items a finding lists


def everything_is_placed(matter: Matter) -> Iterator[Finding]:
    """What accepted forms say stands in the report or was set aside; part by part."""
    waiting: dict[str, list[Item]] = {}
    for incoming in matter.known.placing.unplaced:
        waiting.setdefault(incoming.section, []).append(
            Item(f"{incoming.unit}: {quoted(incoming.heading)}", incoming.address)
        )
    for section, items in waiting.items():
        yield Finding(
            Severity.ERROR, named(section or "nowhere", "unplaced"),
            matter.where(section) if section else _("No part of the outline"),
            ngettext(
                "%(number)s entry of the units is neither in the report nor set aside.",
                "%(number)s entries of the units are neither in the report nor set aside.", len(items),
            ) % {"number": len(items)},
            _("Insert it on the board, or set it aside with a reason."), matter.board(section), tuple(items[:MOST]),
        )  # fmt: skip


def originals_are_unchanged(matter: Matter) -> Iterator[Finding]:
    """No unit has changed or taken away what a passage was made of."""
    for passage, original, unit in matter.known.placing.changed:
        gone = original is None
        facts = {"unit": unit, "words": quoted(passage.text)}
        yield Finding(
            Severity.WARNING, named(passage.section, "changed", passage.pk, original.fingerprint if original else "gone"),
            matter.where(passage.section),
            (_("%(unit)s has taken away what this passage was made of: “%(words)s”.") if gone
             else _("%(unit)s has changed what this passage was made of: “%(words)s”.")) % facts,
            _("Compare on the board and take the change over, or say why the passage stays."),
            matter.board(passage.section, passage), () if original is None else (Item(original.unit, original.address),),
        )  # fmt: skip
    for passage, original in matter.known.placing.open_again:
        yield Finding(
            Severity.WARNING, named(passage.section, "open-again", passage.pk, original.kind, original.key),
            matter.where(passage.section),
            _("The form of %(unit)s, of which this passage was made, is not accepted any more: “%(words)s”.")
            % {"unit": original.unit, "words": quoted(passage.text)},
            _("Wait until it is accepted again, or say why the passage stays."),
            matter.board(passage.section, passage), (Item(original.unit, original.address),),
        )  # fmt: skip


def passages_have_a_section(matter: Matter) -> Iterator[Finding]:
    """No passage stands in a section the outline does not have: it would not be printed."""
    codes = {"intro", "closing", *(section.code for section in matter.outline.sections)}
    for passage in matter.known.placing.passages:
        if passage.section not in codes:
            yield Finding(
                Severity.ERROR, named(passage.section, "stray", passage.pk), passage.section,
                _("A passage stands in a part the outline does not have, and is not printed: “%(words)s”.")
                % {"words": quoted(passage.text or passage.feed)},
                _("Move it to another part on the board, or take it out."), matter.board(passage.section, passage),
            )  # fmt: skip


def comments_are_settled(matter: Matter) -> Iterator[Finding]:
    """Remarks on the text are answered."""
    for comment in matter.known.comments:
        section = comment.passage.section if comment.passage else comment.section
        yield Finding(
            Severity.ERROR, named("comment", comment.pk), matter.where(section) if section else _("The whole report"),
            _("A remark of %(person)s is open: “%(words)s”.") % {"person": comment.by, "words": quoted(comment.text)},
            _("Do what it asks, or answer it, and settle it."), matter.board(section, comment.passage),
        )  # fmt: skip


def outline_is_the_newest(matter: Matter) -> Iterator[Finding]:
    """The outline is the one in force, and not older than the letter that asks for the report."""
    outline, newer = matter.report.outline, matter.known.newer
    if newer is not None:
        yield Finding(
            Severity.WARNING, named("outline", newer.pk), _("The outline"),
            _("The report follows %(outline)s; in force is %(newer)s.") % {"outline": outline, "newer": newer},
            _("Move the report to the outline in force, or say why it keeps the one it has."), matter.outline_page,
        )  # fmt: skip
    made_on = outline.basis.issued_on if outline.basis else None
    if made_on is None and outline.published_at is not None:
        made_on = outline.published_at.date()
    for letter in matter.known.contents.letters:
        day = letter.document.issued_on
        if made_on is not None and day is not None and not letter.is_ours and day > made_on:
            yield Finding(
                Severity.WARNING, named("outline-letter", outline.pk, letter.document_id), _("The outline"),
                _("%(letter)s, which asks for the report, is later than the outline (%(outline)s): it may ask for other parts.")
                % {"letter": letter.document, "outline": outline},
                _("Compare the letter with the outline; make a new version, or say that nothing changed."),
                outline.get_absolute_url(),
            )  # fmt: skip
