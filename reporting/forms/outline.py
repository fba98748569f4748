"""The form of an outline: its head, and its sections in their order."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import SHORT, Words, digits
from common.kept import FIELD
from papers.part import PASSAGE, TITLE
from programmes.documents.citations import dated_name
from programmes.models import LegalDocument
from reporting.actions.outline_writing import OutlineContent
from reporting.documents.feeds import FEEDS, NOTHING, Told, told_of
from reporting.documents.outline import Feed, Section, from_row
from reporting.documents.outline import Outline as Written
from reporting.documents.soundness import DEEPEST, flaws_of
from reporting.forms import outline_rows
from reporting.forms.outline_rows import Row
from reporting.models import Outline, RequestLetter

FIRST_YEAR, LAST_YEAR, MOST_SECTIONS = 2000, 2100, 120
MOST_READ = 500  # sections of one page: more than may be stored, so that none is lost before it is said
NUMBER = 20
GROUP = f"{Feed.NATIONAL_GROUP}:"
LEVELS = [(level, str(level)) for level in range(1, DEEPEST + 1)]


class Letters(forms.ModelChoiceField):
    """A letter by kind, number and day."""

    def label_from_instance(self, obj: LegalDocument) -> str:
        return f"{dated_name(obj)}: {obj.abstract}"[:SHORT]


class HeadForm(forms.Form):
    """What an outline says beside its sections."""

    valid_from_year = forms.IntegerField(
        label=_("For reports from the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    title = Words(label=_("Title of the report"), limit=TITLE, rows=2, required=True)
    intro_first = Words(label=_("Opening: what the report follows"), limit=PASSAGE, rows=2, required=True)
    intro_second = Words(
        label=_("Opening: who asked for it"),
        help_text=_("Printed when the letters received and DOST's own letter to the units are known."),
        limit=PASSAGE,
        rows=2,
        required=True,
    )
    closing = Words(label=_("Closing sentence"), limit=PASSAGE, rows=2, required=True)
    basis = Letters(
        LegalDocument.objects.none(), label=_("Prescribed by"), required=False, empty_label=_("Not stated")
    )
    evidence = Words(
        label=_("Where its words come from"),
        help_text=_("For example the letter whose annex it is, or “proposal of DOST”."),
        limit=SHORT * 3,
        rows=2,
    )

    def __init__(self, *args: Any, letters: QuerySet[LegalDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].queryset = letters  # type: ignore[attr-defined]


class SectionForm(forms.Form):
    """One section. ``feed`` is a feed's name, a national task group with its code, or nothing."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    number = Words(label=pgettext_lazy("section of an outline", "Number"), limit=NUMBER)
    level = forms.TypedChoiceField(
        label=pgettext_lazy("section of an outline", "Level"), choices=LEVELS, coerce=int
    )
    heading = Words(
        label=pgettext_lazy("section of an outline", "Heading"), limit=TITLE, rows=2, required=True
    )
    feed = forms.ChoiceField(label=_("What feeds it"), required=False)
    lead = Words(label=_("Sentence that leads in"), limit=TITLE, rows=1)
    nil_sentence = Words(label=_("When units declare nothing to report"), limit=TITLE, rows=1)

    def __init__(self, *args: Any, groups: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (f"{GROUP}{code}", f"{place}. {title}") for place, (code, title) in enumerate(groups.items(), 1)
        ]
        plain = [(feed.value, told.name) for feed, told in FEEDS.items() if feed != Feed.NATIONAL_GROUP]
        self.fields["feed"].choices = [  # type: ignore[attr-defined]
            ("", NOTHING.name), *plain, (FEEDS[Feed.NATIONAL_GROUP].name, named),
        ]  # fmt: skip

    @property
    def told(self) -> Told:
        """What is said about the chosen feed."""
        feed = str(self["feed"].value() or "").partition(":")[0]
        return told_of(Feed(feed) if feed in set(Feed) else None)

    def section(self) -> Section:
        """What was typed; only of a valid form."""
        typed = self.cleaned_data
        feed, _colon, group = typed["feed"].partition(":")
        return Section(
            code=typed["code"],
            number=typed["number"],
            level=typed["level"],
            heading=" ".join(typed["heading"].split()),
            feed=Feed(feed) if feed else None,
            lead=" ".join(typed["lead"].split()),
            nil_sentence=" ".join(typed["nil_sentence"].split()),
            national_group=group,
        )


class OutlineForm:
    """Head and sections of one outline, as stored or as sent; ``act`` changes the order of what was sent."""

    def __init__(
        self,
        outline: Outline,
        data: QueryDict | None = None,
        rows: list[Row] | None = None,
        *,
        token: str = "",
    ) -> None:
        self.outline = outline
        self.data = data
        self.token = token if data is None else data.get(FIELD, "")  # the signed name of the page
        self.groups = dict(outline.programme.task_groups.values_list("code", "title"))
        self.rows = (
            rows if rows is not None else sent_rows(data) if data is not None else stored_rows(outline)
        )
        stored = " ".join(row["code"] for row in stored_rows(outline))
        self.known = (
            stored if data is None else data.get("known", "")
        )  # the codes the person saw when beginning
        self.edition = outline.edition if data is None else digits(data.get("edition"), 10**6)
        self.head = HeadForm(data, letters=letters_of(outline), initial=_head(outline))
        self.sections = [self._section(place, row) for place, row in enumerate(self.rows)]

    @property
    def is_bound(self) -> bool:
        """Whether something was sent."""
        return self.data is not None

    @property
    def forms(self) -> list[SectionForm]:
        """The sections, as the summary of errors reads a formset."""
        return self.sections

    def non_form_errors(self) -> list[str]:
        """Nothing is wrong with the rows as a whole."""
        return []

    def hush(self) -> None:
        """Judge nothing: the order was changed, nothing is saved yet."""
        for form in (self.head, *self.sections):
            form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]  # noqa: SLF001 - what full_clean fills

    def is_valid(self) -> bool:
        """Whether it may be stored; flaws of the outline stand at their fields."""
        judged = [
            form.is_valid() for form in (self.head, *self.sections)
        ]  # every one, so that all errors show
        if len(self.rows) > MOST_SECTIONS:
            words = _("An outline has at most %(most)d sections; this one has %(number)d.")
            self.head.add_error(None, words % {"most": MOST_SECTIONS, "number": len(self.rows)})
            return False
        if not all(judged):
            return False
        found = flaws_of(self.written(), self.groups)
        for flaw in found:
            form = self.head if flaw.row is None else self.sections[flaw.row]
            form.add_error(flaw.field or None, flaw.words)
        return not found

    def content(self) -> OutlineContent:
        """What to store; only of a valid form."""
        typed = self.head.cleaned_data
        intro = (" ".join(typed["intro_first"].split()), " ".join(typed["intro_second"].split()))
        return OutlineContent(
            title=" ".join(typed["title"].split()),
            intro=intro,
            closing=" ".join(typed["closing"].split()),
            sections=tuple(form.section() for form in self.sections),
            valid_from_year=typed["valid_from_year"],
            evidence=typed["evidence"],
            basis=typed["basis"],
        )

    def written(self) -> Written:
        """The outline as it would be."""
        content = self.content()
        stored = from_row(self.outline)
        return Written(
            key=stored.key, version=stored.version, programme=stored.programme, kind=stored.kind,
            valid_from_year=content.valid_from_year, title=content.title, intro=content.intro,
            closing=content.closing, sections=content.sections, evidence=content.evidence,
        )  # fmt: skip

    def _section(self, place: int, row: Row) -> SectionForm:
        prefix = f"row-{place}"
        if self.data is None:
            return SectionForm(initial=row, prefix=prefix, groups=self.groups)
        data = {f"{prefix}-{name}": value for name, value in row.items()}
        return SectionForm(data, prefix=prefix, groups=self.groups)


def sent_rows(data: QueryDict) -> list[Row]:
    """The rows a browser sent, each with a code of its own."""
    count = digits(data.get("rows"), MOST_READ)
    rows = [
        {name: data.get(f"row-{place}-{name}", "") for name in outline_rows.NEW} for place in range(count)
    ]
    return outline_rows.coded(rows)


def stored_rows(outline: Outline) -> list[Row]:
    """The rows as stored."""
    return [
        {
            "code": section.code,
            "number": section.number,
            "level": str(section.level),
            "heading": section.heading,
            "feed": f"{GROUP}{section.national_group}" if section.national_group else section.feed or "",
            "lead": section.lead,
            "nil_sentence": section.nil_sentence,
        }
        for section in from_row(outline).sections
    ]


def letters_of(outline: Outline) -> QuerySet[LegalDocument]:
    """The letters that may prescribe it: those DOST received about such reports, and the one chosen already."""
    asked = RequestLetter.objects.filter(is_ours=False, period__plan__programme_id=outline.programme_id)
    if outline.province_id:
        asked = asked.filter(period__plan__province_id=outline.province_id)
    found = LegalDocument.objects.filter(pk__in=asked.values("document_id"))
    if outline.basis_id:
        found |= LegalDocument.objects.filter(pk=outline.basis_id)
    return found.select_related("issuer").order_by("-issued_on", "-pk")


def _head(outline: Outline) -> dict[str, Any]:
    intro: Iterator[str] = iter([*outline.intro, "", ""])
    return {
        "valid_from_year": outline.valid_from_year,
        "title": outline.title,
        "intro_first": next(intro),
        "intro_second": next(intro),
        "closing": outline.closing,
        "basis": outline.basis_id,
        "evidence": outline.evidence,
    }
