"""What every section of the paper is written from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from common.formatting import administrative_date, small_count
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.wording import missing, names, source_of
from organisations.models import Organisation
from papers.blocks import Block, Paragraph, ParagraphKind
from programmes.documents.citations import (
    ABOUT,
    dated_name,
    issuer_of,
    short_name,
)
from programmes.queries.plans import programme_decision
from reporting.documents.outline import Outline, Section
from reporting.models import ReportSetting, RequestLetter, Submission
from reporting.queries.wording import plain_facts

FEW = 3  # names that every sentence may repeat
Feeder = Callable[["Draft", Section], Iterator[Block]]


@dataclass(kw_only=True)
class Draft(Matter):
    """A report being written: its figures and contents, the outline, and what was already cited."""

    outline: Outline
    setting: ReportSetting
    named: set[int] = field(default_factory=set)  # silent units that a sentence has named

    def fill(self, text: str, **more: str) -> str:
        """``text`` with ``{year}``, ``{plan}`` and the other facts in their places (see ``reporting.documents.placeholders``)."""
        return text.format_map(_Facts(self, more))

    def nothing(self, section: Section) -> Iterator[Block]:
        """The nil sentence when every unit has reported; otherwise that the answer is not known yet."""
        if self.contents.silent:
            yield self.unknown()
        elif section.nil_sentence:
            yield Paragraph.of(self.fill(section.nil_sentence), ParagraphKind.NIL)
        else:
            yield missing("Các đơn vị chưa nêu nội dung này.")

    def unknown(self) -> Paragraph:
        """How many units are silent, by name; not the same as nothing happened."""
        silent, all_of_them = self.contents.silent, self.contents.everybody
        count = f"{small_count(len(silent))}/{small_count(len(all_of_them))}"
        named = "xem Phụ lục" if self.are_named(silent) else names(silent)
        return missing(
            f"Chưa tổng hợp được: {count} đơn vị chưa có báo cáo được tiếp nhận ({named}).",
            tuple(source_of(submission) for submission in silent),
        )

    def are_named(self, units: Iterable[Submission]) -> bool:
        """Whether the paper has named these many silent units already; the annex lists them. They count as named."""
        asked = {unit.pk for unit in units}
        if len(asked) <= FEW or not asked <= {unit.pk for unit in self.contents.silent}:
            return False
        before = asked <= self.named
        self.named |= asked
        return before

    @cached_property
    def issuer(self) -> str:
        """The issuing body inside a sentence, where the letterhead may have it in capitals."""
        if not self.setting.issuer.isupper():
            return self.setting.issuer
        found = Organisation.objects.filter(province_id=self.period.plan.province_id, standard="DOST")
        same = (o.name for o in found if o.name.upper() == self.setting.issuer)
        return next(same, "Sở Khoa học và Công nghệ")

    @cached_property
    def committee(self) -> str:
        """The superior body inside a sentence."""
        province = f"UBND {self.period.plan.province.full_name}"
        is_shouted = self.setting.superior.isupper()
        return province if is_shouted or not self.setting.superior else self.setting.superior

    def letters(self) -> str:
        """The letters that asked for the report; a subject they share is named once."""
        documents = [letter.document for letter in self.incoming]
        abstracts = {document.abstract.strip().rstrip(".;") for document in documents}
        if len(abstracts) > 1:
            return "; ".join(self.citations.cite(document, about=ABOUT) for document in documents)
        named = " và ".join(f"{dated_name(d)} của {issuer_of(d)}" for d in documents)
        subject = abstracts.pop() if abstracts else ""
        return f"{named} {ABOUT} {subject}" if subject else named

    @property
    def incoming(self) -> list[RequestLetter]:
        """The letters DOST received."""
        return [letter for letter in self.contents.letters if not letter.is_ours]

    @property
    def outgoing(self) -> RequestLetter | None:
        """The letter DOST sent to the units."""
        return next((letter for letter in self.contents.letters if letter.is_ours), None)


class _Facts(dict[str, str]):
    """The facts an outline may name, each looked up only when it is named (a citation counts as made)."""

    def __init__(self, draft: Draft, more: dict[str, str]) -> None:
        super().__init__(more)
        self._draft = draft

    def __missing__(self, name: str) -> str:
        draft = self._draft
        plain = plain_facts(draft.period)
        if name in plain:
            return plain[name]
        facts: dict[str, Callable[[], str]] = {
            "decision": lambda: draft.citations.cite(programme_decision(draft.period.plan)),
            "plan": lambda: draft.citations.cite(draft.plan_document),
            "issuer": lambda: draft.issuer,
            "committee": lambda: draft.committee,
            "addressees": lambda: " và ".join(draft.setting.addressees) or draft.committee,
            "letters": draft.letters,
            "request_date": lambda: (
                administrative_date(draft.outgoing.document.issued_on) if draft.outgoing else ""
            ),
            "request_letter": lambda: short_name(draft.outgoing.document) if draft.outgoing else "",
            "request_addressees": lambda: draft.outgoing.sent_to if draft.outgoing else "",
        }
        return facts[name]()
