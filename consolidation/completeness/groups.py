"""Every national task group and every part of the outline says something, or says that nothing happened."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.vietnamese import fold
from consolidation.completeness.finding import Finding, Item, Severity, named
from consolidation.completeness.matter import Matter, says_something, texts_of
from papers.blocks import Block, Heading, Paragraph, ParagraphKind
from reporting.documents.outline import Section

WRITE = gettext_lazy("Place what units sent, or write the part on the board.")
CHASE = gettext_lazy("Chase the units, or say why the report goes out without them.")
NIL_WORDS = (
    "khong phat sinh",
    "khong ho tro doanh nghiep noi dung nay",
    "khong co noi dung",
    "khong thuc hien noi dung",
)
LONGEST_NIL = 160  # signs; a longer paragraph that holds such words says more than that nothing happened


def groups_are_present(matter: Matter) -> Iterator[Finding]:
    """Each group of the programme has its part, with results or the sentence that nothing happened."""
    parts = {s.national_group: s for s in matter.outline.sections if s.national_group}
    printed = {section for section, block in matter.blocks if isinstance(block, Heading)}
    for group in matter.known.groups:
        section = parts.get(group.code)
        if section is None or section.code not in printed:
            yield Finding(
                Severity.ERROR, named("group", group.code), group.title,
                _("The report has no part for the national group “%(group)s”.") % {"group": group.title},
                _("Move the report to an outline that has a part for every national group."), matter.outline_page,
            )  # fmt: skip
            continue
        yield from _group(matter, section, [each for each in matter.within(section.code) if has_words(each)])


def _group(matter: Matter, section: Section, blocks: list[Block]) -> Iterator[Finding]:
    if not blocks:
        yield Finding(
            Severity.ERROR, named(section.code, "empty"), matter.where(section.code),
            _("Nothing stands here: neither results nor the sentence that nothing happened."),
            WRITE, matter.board(section.code),
        )  # fmt: skip
    elif all(isinstance(b, Paragraph) and b.kind == ParagraphKind.MISSING for b in blocks):
        contents = matter.known.contents
        silent = contents.silent_about(section.national_group) or contents.silent
        yield Finding(
            Severity.WARNING, named(section.code, "unknown", sorted(s.pk for s in silent)), matter.where(section.code),
            _("Nobody knows yet whether anything happened here: units that answer for it are silent."),
            CHASE, matter.board(section.code),
            tuple(Item(s.organisation.name, s.get_absolute_url()) for s in silent),
        )  # fmt: skip


def parts_are_written(matter: Matter) -> Iterator[Finding]:
    """The other parts that something feeds are not left empty."""
    for section in matter.outline.sections:
        if section.feed is None or section.national_group:
            continue
        blocks = [block for block in matter.within(section.code) if has_words(block)]
        if not blocks:
            yield Finding(
                Severity.ERROR, named(section.code, "empty"), matter.where(section.code),
                _("Nothing stands in this part of the report."), WRITE, matter.board(section.code),
            )  # fmt: skip
        elif not any(map(says_something, blocks)) and not any(map(is_nil_sentence, blocks)):
            # where units are silent, that needs one reason for all parts
            severity = Severity.NOTE if matter.known.contents.silent else Severity.WARNING
            yield Finding(
                severity, named(section.code, "missing"), matter.where(section.code),
                _("This part only says that nobody has said anything about it."), WRITE, matter.board(section.code),
            )  # fmt: skip


def nil_agrees_with_the_forms(matter: Matter) -> Iterator[Finding]:
    """A part that says “nothing happened” is one where nobody reported anything, and somebody said so."""
    contents = matter.known.contents
    for section in matter.outline.sections:
        if not section.national_group:
            continue
        blocks = [block for block in matter.within(section.code) if has_words(block)]
        if not any(map(is_nil_sentence, blocks)):
            continue
        lines = contents.of_group(section.national_group)
        telling = [line for line in lines if line.narrative.strip() and not line.is_nil]
        where, board = matter.where(section.code), matter.board(section.code)
        others = [block for block in blocks if not is_nil_sentence(block)]
        if telling or any(map(says_something, others)):
            units = {
                line.submission.organisation.name: line.submission.get_absolute_url() for line in telling
            }
            yield Finding(
                Severity.ERROR, named(section.code, "nil", sorted(line.pk for line in telling)), where,
                _("The part says that nothing happened, but something is reported."),
                _("Take the sentence out, or set aside what the units reported, saying why."), board,
                tuple(Item(name, address) for name, address in units.items()),
            )  # fmt: skip
        elif silent := contents.silent_about(section.national_group):
            yield Finding(
                Severity.WARNING, named(section.code, "nil-silent", sorted(s.pk for s in silent)), where,
                _("The part says that nothing happened, but units that answer for it are silent: that is not known."),
                CHASE, board, tuple(Item(s.organisation.name, s.get_absolute_url()) for s in silent),
            )  # fmt: skip


def nil_has_a_reason(matter: Matter) -> Iterator[Finding]:
    """Whoever declared that nothing happened said why, in more than a dash."""
    for form in matter.known.contents.accepted:
        if form.loaded_from:  # taken over from a paper, which gives no reasons
            continue
        mute = [line for line in form.lines.all() if line.is_nil and not says_why(line.nil_reason)]
        if (form.is_nil and not says_why(form.nil_reason)) or (mute and not form.is_nil):
            yield Finding(
                Severity.WARNING, named("nil", form.pk, [line.pk for line in mute]), form.organisation.name,
                _("%(unit)s declared that nothing happened without saying why.") % {"unit": form.organisation.name},
                _("Send the form back and ask for the reason, or say why it may stand."), form.get_absolute_url(),
                tuple(Item(str(line), f"{form.get_absolute_url()}#line-{line.pk}") for line in mute),
            )  # fmt: skip


def has_words(block: Block) -> bool:
    """Whether a block is more than a heading or blank."""
    return not isinstance(block, Heading) and any(text.strip() for text in texts_of(block))


def is_nil_sentence(block: Block) -> bool:
    """Whether a block says that nothing happened, by its kind or, where somebody typed it, by its words."""
    if not isinstance(block, Paragraph):
        return False
    if block.kind != ParagraphKind.BODY:
        return block.kind == ParagraphKind.NIL
    text = " ".join(texts_of(block))
    return len(text) <= LONGEST_NIL and any(words in fold(text) for words in NIL_WORDS)


def says_why(reason: str) -> bool:
    """Whether a reason has at least two words with letters: “-” and “không” are none."""
    return sum(any(sign.isalpha() for sign in word) for word in reason.split()) > 1
