"""What a submission still lacks before it can be handed in: small questions, asked by the page and by the step."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programmes.models import CountedFrom
from reporting.models import (
    Activity,
    Attribution,
    CertifiedExpert,
    Figure,
    StatementKind,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.carry_over import EarlierText, unchanged_lines
from reporting.queries.records import LineRecords

Place = tuple[int, int | None]  # a line, or one figure of it


@dataclass(frozen=True)
class Gap:
    """Something missing: ``where`` is the id of its field on the entry page, ``about`` the part of the form."""

    where: str
    about: str
    message: str

    @property
    def sentence(self) -> str:
        """The gap in one line, for a list without links."""
        return f"{self.about}: {self.message}"


def gaps(submission: Submission) -> list[Gap]:
    """Everything missing, in the order of the form; ``submission`` is loaded in full. Empty when it may be handed in.

    A form declared nil as a whole needs nothing but the absence of contradictions.
    """
    if submission.is_nil:
        return list(nil_form_is_empty(submission))
    return [gap for check in CHECKS for gap in check(submission)]


def doubts(submission: Submission, texts: Mapping[int, EarlierText], files: Collection[Place]) -> list[Gap]:
    """What does not stop the form but deserves a look: last year's words unchanged, figures nothing stands behind.

    ``texts`` are last year's by line, ``files`` the places (line, figure) that have evidence.
    """
    if submission.is_nil:
        return []
    return [*words_are_this_years(submission, texts), *figures_are_proved(submission, files)]


def words_are_this_years(submission: Submission, texts: Mapping[int, EarlierText]) -> Iterator[Gap]:
    """A text taken over from last year is worked on before it is sent."""
    unchanged = unchanged_lines(submission, texts)
    for line in submission.lines.all():
        if line.pk in unchanged:
            message = _("The text is still last year's, word for word.")
            yield Gap(f"id_line-{line.pk}-narrative", line_name(line), message)


def figures_are_proved(submission: Submission, files: Collection[Place]) -> Iterator[Gap]:
    """Behind every figure above 0 stand records or a file."""
    for line in _owed(submission):
        for figure in line.figures.all():
            proved = figure.counted is not None or {(line.pk, figure.pk), (line.pk, None)} & set(files)
            if is_asked(figure) and figure.value and not proved:
                message = _("Neither records nor a file of evidence stand behind the figure.")
                yield Gap(f"proof-{figure.pk}", f"{line_name(line)}, {figure.indicator}", message)


def is_asked(figure: Figure) -> bool:
    """Whether the unit owes the figure: not one it added itself, nor one of a target that counts from outcomes by now."""
    if figure.is_own:
        return False
    return figure.target is None or figure.target.counted_from != CountedFrom.OUTCOMES


def line_name(line: SubmissionLine) -> str:
    """What a line is called in lists: the task's code, the group, or the unit's own heading."""
    if line.task is not None:
        return _("Task %(code)s") % {"code": line.task.code}
    return line.heading or str(line.national_group)


def reports_something(line: SubmissionLine) -> bool:
    """Whether the unit wrote or counted anything in the line. A measured 0 is something."""
    return bool(line.narrative) or any(
        f.value is not None or f.estimate is not None or f.is_own for f in line.figures.all()
    )


def nil_form_is_empty(submission: Submission) -> Iterator[Gap]:
    """A form that declares "nothing happened" holds nothing else."""
    for line in submission.lines.all():
        if reports_something(line):
            yield Gap(
                f"id_line-{line.pk}-narrative" if line.attribution == Attribution.PROGRAMME else "integrated",
                line_name(line),
                _("The form as a whole says that nothing happened, but something is reported here."),
            )


def owed_lines_say_something(submission: Submission) -> Iterator[Gap]:
    """Every line owed tells what was done or declares that nothing happened."""
    for line in _owed(submission):
        asked = [f for f in line.figures.all() if is_asked(f)]
        if line.is_nil or line.narrative or (asked and line.task is None):
            continue
        yield Gap(
            f"id_line-{line.pk}-narrative",
            line_name(line),
            _("Write what was done, or tick that nothing happened and say why."),
        )


def asked_figures_are_given(submission: Submission) -> Iterator[Gap]:
    """Every figure asked for is given, to date and for the whole year; 0 is a figure, empty is not."""
    for line in _owed(submission):
        if line.is_nil:
            continue
        for figure in line.figures.all():
            if not is_asked(figure):
                continue
            if figure.value is None:
                yield _figure_gap(
                    line,
                    figure,
                    "to_date",
                    _("The figure to date is missing; write 0 if it was measured as zero."),
                )
            if figure.estimate is None:
                yield _figure_gap(line, figure, "estimate", _("The estimate for the whole year is missing."))


def own_figures_are_complete(submission: Submission) -> Iterator[Gap]:
    """A figure the unit added says what is counted, in which unit, and how many."""
    for line in submission.lines.all():
        for figure in line.figures.all():
            if figure.is_own and not (figure.indicator and figure.unit and figure.value is not None):
                yield Gap(
                    _rows_of(line),
                    line_name(line),
                    _("A figure you added lacks its name, its unit or its number to date."),
                )


def estimates_are_not_below_results(submission: Submission) -> Iterator[Gap]:
    """A whole year brings at least what its first months brought."""
    for line in submission.lines.all():
        for figure in line.figures.all():
            if None not in (figure.value, figure.estimate) and figure.estimate < figure.value:  # type: ignore[operator]
                message = _("The estimate for the whole year is below the figure to date.")
                yield (
                    Gap(_rows_of(line), line_name(line), message)
                    if figure.is_own
                    else _figure_gap(line, figure, "estimate", message)
                )


def integrated_lines_are_complete(submission: Submission) -> Iterator[Gap]:
    """An activity worked into another plan tells what was done and names that plan."""
    for line in submission.lines.all():
        if line.attribution == Attribution.INTEGRATED:
            if not line.narrative:
                yield Gap("integrated", line_name(line), _("Write what was done."))
            if line.host is None:
                yield Gap(
                    "integrated", line_name(line), _("Name the plan or document it was carried out under.")
                )


def documents_are_complete(submission: Submission) -> Iterator[Gap]:
    """A document is listed with number, date, issuer and abstract."""
    for issued in submission.issued_documents.all():
        document = issued.document
        if not (
            document.number_and_symbol
            and document.issued_on
            and (document.issuer_text or document.issuer_id)
            and document.abstract
        ):
            yield Gap(
                "documents",
                str(document),
                _("Number and symbol, date, issuer or abstract is missing."),
            )


def statements_are_addressed(submission: Submission) -> Iterator[Gap]:
    """A proposal names whom it is made to; a solution stands under a national group."""
    for statement in submission.statements.all():
        if statement.kind == StatementKind.PROPOSAL and not statement.addressee:
            yield Gap("proposal", str(statement), _("Name the body the proposal is made to."))
        if statement.kind == StatementKind.SOLUTION and statement.national_group_id is None:
            yield Gap("solution", str(statement), _("Choose the group of tasks the solution belongs to."))


def typed_numbers_say_why(submission: Submission) -> Iterator[Gap]:
    """A number typed over the count of the records says why it differs."""
    for line in submission.lines.all():
        for figure in line.figures.all():
            if figure.is_typed_over and not figure.typed_reason:
                message = _("The number differs from the count of the records; say why, or leave it empty.")
                yield (
                    Gap(_rows_of(line), line_name(line), message)
                    if figure.is_own
                    else _figure_gap(line, figure, "typed_reason", message)
                )


def nil_lines_name_nothing(submission: Submission) -> Iterator[Gap]:
    """A line that declares "nothing happened" has no records behind its figures."""
    for line in _owed(submission):
        if line.is_nil and any(figure.counted for figure in line.figures.all()):
            message = _(
                "It says that nothing happened, but records are named: untick it, or remove the records."
            )
            yield Gap(f"id_line-{line.pk}-is_nil", line_name(line), message)


def records_lack(lines: Iterable[LineRecords]) -> Iterator[Gap]:
    """What named records do not say yet. It stops nothing; ``where`` is the record's place on its page."""
    for part in lines:
        for record in (record for group in part.groups for record in group.records):
            missing = [str(name) for value, name in _facts_of(record) if not value]
            if missing:
                message = _("Not stated: %(facts)s.") % {"facts": ", ".join(missing)}
                yield Gap(f"{record._meta.model_name}-{record.pk}", str(record), message)  # type: ignore[attr-defined]


def _facts_of(record: object) -> Iterator[tuple[object, object]]:
    """What should be known of a record, with its word."""
    match record:
        case Activity():
            yield record.starts_on, _("date")
            yield record.place, pgettext("of an activity", "place")
            yield record.organiser, _("organiser")
        case CertifiedExpert():
            yield record.certificate, _("certificate number")
            yield record.certified_on, _("date of the certificate")
        case SupportedEnterprise():
            yield record.enterprise.tax_code, _("tax code")


CHECKS: tuple[Callable[[Submission], Iterator[Gap]], ...] = (
    owed_lines_say_something,
    asked_figures_are_given,
    own_figures_are_complete,
    estimates_are_not_below_results,
    typed_numbers_say_why,
    nil_lines_name_nothing,
    integrated_lines_are_complete,
    documents_are_complete,
    statements_are_addressed,
)


def _owed(submission: Submission) -> Iterator[SubmissionLine]:
    return (line for line in submission.lines.all() if line.attribution == Attribution.PROGRAMME)


def _figure_gap(line: SubmissionLine, figure: Figure, name: str, message: str) -> Gap:
    return Gap(f"id_figure-{figure.pk}-{name}", f"{line_name(line)}, {figure.indicator}", message)


def _rows_of(line: SubmissionLine) -> str:
    return f"own-{line.pk}" if line.attribution == Attribution.PROGRAMME else "integrated"
