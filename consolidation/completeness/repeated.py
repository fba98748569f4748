"""Text that says what the report before said, enterprises claimed twice, and headings without a figure."""

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consolidation.completeness.finding import Finding, Item, Severity, named, quoted
from consolidation.completeness.matter import Matter, Words
from consolidation.queries.before import comparable
from consolidation.queries.citing import citations_in

MOST = 12  # sentences a finding quotes
_UNKNOWN = re.compile(r"chưa (?:có|công bố|tính|xác định)|không có số liệu", re.IGNORECASE)


def text_is_new(matter: Matter) -> Iterator[Finding]:
    """No part repeats sentences of the report before, also where only the year was changed; lists of documents may."""
    before = matter.known.before
    if before is None:
        return
    same: dict[str, list[Words]] = {}
    for words in matter.typed:
        key = comparable(words.text)
        if key in before.texts and not any(True for _each in citations_in(words.text[:60])):
            same.setdefault(words.section, []).append(words)
    for section, lines in same.items():
        yield Finding(
            Severity.WARNING, named(section, "same", *sorted(comparable(line.text) for line in lines)),
            matter.where(section),
            ngettext(
                "%(number)s paragraph says word for word what the report of %(before)s said.",
                "%(number)s paragraphs say word for word what the report of %(before)s said.", len(lines),
            ) % {"number": len(lines), "before": before.name},
            _("Write what is new in this period, or say why it still holds."), matter.at(lines[0]),
            tuple(Item(quoted(line.text), matter.at(line)) for line in lines[:MOST]),
        )  # fmt: skip


def beneficiaries_count_once(matter: Matter) -> Iterator[Finding]:
    """DOST has ruled on every enterprise several units claim for the same content."""
    period = matter.report.period
    for claim in matter.known.claims:
        if claim.is_decided:
            continue
        units = tuple(dict.fromkeys(form.organisation.name for form in claim.submissions))
        yield Finding(
            Severity.WARNING, named("claim", claim.pk, *sorted(support.pk for support in claim.supports)), str(claim.enterprise),
            _("%(units)s report the same support of %(enterprise)s: %(content)s. Until DOST rules, the form filed first counts it.")
            % {"units": ", ".join(units), "enterprise": claim.enterprise, "content": claim.content},
            _("Rule which unit's support counts, or that both do."),
            reverse("reporting:claim_decide", args=[period.pk, claim.pk]),
            tuple(Item(form.organisation.name, form.get_absolute_url()) for form in claim.submissions),
        )  # fmt: skip


def tfp_has_its_figure(matter: Matter) -> Iterator[Finding]:
    """Where the part on results names TFP, it gives the figure or says that there is none."""
    for words in matter.typed:
        section = matter.section(words.section)
        is_results = section is not None and section.feed == "assessment"
        if (
            is_results
            and "TFP" in words.text
            and not re.search(r"\d", words.text)
            and not _UNKNOWN.search(words.text)
        ):
            yield Finding(
                Severity.WARNING, named(words.section, "tfp", words.text), matter.where(words.section),
                _("TFP is named without a figure: “%(words)s”.") % {"words": quoted(words.text)},
                _("Write the figure with its year and source, or that there is none (“chưa có số liệu”)."), matter.at(words),
            )  # fmt: skip
