"""From accepted submissions to the paper: a report as a document, in the order of its outline."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone, translation

from consolidation.documents.compose import groups, leadership, statements, targets
from consolidation.documents.compose.derived import ASSESSMENT, DERIVED
from consolidation.documents.compose.draft import Draft, Feeder
from consolidation.documents.compose.response import response
from papers.blocks import Block, Heading, Paragraph, Run
from papers.letter import signature_of
from papers.model import Document, IssueDate, Letterhead, Metadata
from papers.text import DEMO, DEMO_WARNING
from programmes.documents.citations import ABOUT
from reporting.documents.outline import Feed, Outline, Section, outline_of, title_of
from reporting.models import ReportingPeriod, ReportSetting
from reporting.queries.contents import Contents, contents_of
from reporting.queries.letterhead import usual_setting
from reporting.queries.results import Results, results_of_period
from reporting.queries.wording import period_key

KIND = "Báo cáo"


def _assessment(draft: Draft, section: Section) -> Iterator[Block]:
    """What the units assess, then what the portal writes from their figures."""
    yield from targets.assessment(draft, section)
    for part in ASSESSMENT:
        yield from DERIVED[part](draft, section)


FEEDERS: dict[Feed, Feeder] = {
    Feed.PLAN_DOCUMENTS: leadership.documents,
    Feed.MANAGEMENT_DOCUMENTS: leadership.documents,
    Feed.INTEGRATED: leadership.integrated,
    Feed.NATIONAL_GROUP: groups.national_group,
    Feed.ASSESSMENT: _assessment,
    Feed.OBSTACLES: statements.obstacles,
    Feed.CAUSES: statements.causes,
    Feed.ORIENTATION: statements.orientation,
    Feed.SOLUTIONS: statements.solutions,
    Feed.PROPOSALS: statements.proposals,
}


def compose(
    period: ReportingPeriod,
    *,
    on: dt.date,
    at: dt.datetime | None = None,
    contents: Contents | None = None,
    results: Results | None = None,
    outline: Outline | None = None,
) -> Document:
    """Write the report of ``period`` as it stands on ``on``; the same data give the same document.

    ``outline`` is the one to follow (else the one in force). ``at`` is the moment of composition for the file's description. ``contents`` and ``results`` spare reading
    them again. The paper is Vietnamese whatever the reader's language. Raises RuleBroken without an outline and
    DocumentRefused when something cannot be printed.
    """
    with translation.override("vi"):
        outline = outline or outline_of(period)
        draft = Draft(
            period=period,
            contents=contents or contents_of(period),
            results=results or results_of_period(period, on=on),
            outline=outline,
            setting=setting_of(period, on, outline),
            on=on,
        )
        setting = draft.setting
        blocks = tuple(_blocks(draft))  # before the closing: the first citation is the full one
        return Document(
            letterhead=_letterhead(draft),
            signature=signature_of(setting.position, setting.signer, setting.signing_form),
            blocks=blocks,
            closing=draft.fill(outline.closing),
            recipients=tuple(setting.recipients),
            annexes=(response(draft),),
            mark=DEMO if draft.is_demo else "",
            metadata=Metadata(
                reference=f"{period.plan.key}/{period_key(period)}; {outline.key} v{outline.version}",
                composed_at=at or timezone.now(),
            ),
        )


def setting_of(period: ReportingPeriod, on: dt.date, outline: Outline) -> ReportSetting:
    """The period's letterhead and signature; what stands for them (signer left open) until DOST sets them."""
    found = ReportSetting.objects.filter(period=period).first()
    if found is not None:
        return found
    setting = usual_setting(period, on)
    setting.title = title_of(outline, period)
    return setting


def _letterhead(draft: Draft) -> Letterhead:
    setting = draft.setting
    return Letterhead(
        issuer=draft.issuer if draft.issuer.upper() == setting.issuer.upper() else setting.issuer,
        symbol=setting.symbol,
        place=setting.place,
        kind=KIND,
        title=setting.title,
        superior=setting.superior,
        date=_issue_date(draft),
        addressees=tuple(setting.addressees),
    )


def _issue_date(draft: Draft) -> IssueDate:
    """Month and year as far as they are known; the registry gives number and day after the signature."""
    setting, due = draft.setting, draft.period.due_on
    if setting.issue_year is not None:
        return IssueDate(setting.issue_year, setting.issue_month)
    return IssueDate(due.year if draft.on.year == due.year else None)


def _blocks(draft: Draft) -> Iterator[Block]:
    if draft.is_demo:
        yield Paragraph((Run(f"{DEMO}. ", bold=True), Run(DEMO_WARNING, bold=True)))
    yield from _intro(draft)
    for section in draft.outline.sections:
        yield from _section(draft, section)


def _section(draft: Draft, section: Section) -> Iterator[Block]:
    yield Heading(section.level, draft.fill(section.heading), section.number)
    if section.feed:
        yield from FEEDERS[section.feed](draft, section)


def _intro(draft: Draft) -> Iterator[Block]:
    """What the report follows and who asked for it; without letters only that the results follow."""
    first, second = draft.outline.intro
    yield Paragraph.of(draft.fill(first))
    if draft.incoming and draft.outgoing:
        yield Paragraph.of(draft.fill(second))
    elif draft.contents.letters:
        cited = "; ".join(
            draft.citations.cite(letter.document, about=ABOUT) for letter in draft.contents.letters
        )
        yield Paragraph.of(f"Căn cứ {cited}. Kết quả tổng hợp như sau:")
    else:
        yield Paragraph.of(draft.fill("{issuer} báo cáo kết quả thực hiện {period} như sau:"))
