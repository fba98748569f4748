"""Write letters to the units, and record the number and day the registry gave them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.formatting import short_date
from common.templatetags.formats import vn_date
from journal.actions import note_down
from organisations.models import Organisation
from organisations.queries import UNIT_ROLES, people_of, working_calendar
from outbox.actions import notify
from papers.codec import from_json, to_json
from papers.files import drop_files
from papers.letter import registered
from papers.model import Document
from papers.text import DEMO
from programmes.models import DocumentKind, LegalDocument
from reporting.actions.letter_files import request_files
from reporting.documents.letters import compose_call, compose_chase, sent_to
from reporting.models import Letter, LetterKind, ReportingPeriod, RequestLetter, Submission
from reporting.queries.letter_facts import call_facts, chase_facts
from reporting.queries.letters import chase_prefix, chosen, last_day
from reporting.queries.obligations import standing_agency


@transaction.atomic
def make_letter(
    *,
    period: ReportingPeriod,
    kind: LetterKind,
    submissions: Sequence[Submission] = (),
    by: User | None,
    answer_by: dt.date | None = None,
    on: dt.date | None = None,
) -> Letter:
    """Write the call letter of ``period`` (once), or a chase of ``submissions`` that asks for an answer by a day.

    The letter is a draft without number and day; its PDF and Word files are made as long work. A chase also tells the
    people of the units it is written to. A second click finds the first one's letter. Raises RuleBroken: not
    permitted; nobody to write to; a form was filed meanwhile (code ``filed_meanwhile``); a day that does not serve.
    """
    _check_person(period, by)
    period = _locked(period)
    if kind == LetterKind.CALL:
        return _call(period, by=by)
    on = on or timezone.localdate()
    return _chase(period, submissions, on=on, answer_by=answer_by or period.locks_on, by=by)


@transaction.atomic
def compose_again(*, letter: Letter, by: User) -> Letter:
    """Write a call letter anew from what is known now (letters received since). RuleBroken once it is registered."""
    _check_person(letter.period, by)
    period = _locked(letter.period)
    row = Letter.objects.select_for_update(no_key=True, of=("self",)).get(pk=letter.pk)
    if row.document_id is not None or row.kind != LetterKind.CALL:
        raise RuleBroken(_("Only a call letter without a number can be written anew."), code="registered")
    row.composed = to_json(compose_call(call_facts(period)))
    note_down(row, "compose_again", by=by)
    return _with_new_files(row, by=by)


@transaction.atomic
def register_letter(*, letter: Letter, number: int, symbol: str, issued_on: dt.date, by: User) -> Letter:
    """Record the number and day the registry gave; the letter is no draft any more and its files are made again.

    The call letter becomes the one the yearly report cites. Registering again corrects what was recorded. Raises
    RuleBroken, keyed by field, for a number the issuer has given another paper in that year and for a day to come.
    """
    _check_person(letter.period, by)
    period = _locked(letter.period)
    row = Letter.objects.select_for_update(no_key=True, of=("self",)).get(pk=letter.pk)
    if issued_on > timezone.localdate():
        raise RuleBroken({"issued_on": _("The registry cannot have numbered it on a day to come.")})
    issuer = standing_agency(period.plan, issued_on)
    if issuer is not None:  # two papers of one issuer wait for each other
        Organisation.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    document = registered(from_json(row.composed), number=number, symbol=symbol, on=issued_on)
    before = str(row.document or "")
    row.document = _record(row, document, issued_on, issuer)
    row.composed = to_json(document)
    if row.kind == LetterKind.CALL:
        _cite(period, row.document, document)
    note_down(row, "register", by=by, before=before, after=str(row.document), issued_on=issued_on)
    return _with_new_files(row, by=by)


def _call(period: ReportingPeriod, *, by: User | None) -> Letter:
    existing = Letter.objects.filter(period=period, kind=LetterKind.CALL).first()
    if existing is not None:
        return existing
    agency = standing_agency(period.plan, period.due_on)
    asked = period.submissions.exclude(organisation=agency)
    return _store(period, LetterKind.CALL, compose_call(call_facts(period)), asked, by=by)


def _chase(
    period: ReportingPeriod,
    submissions: Iterable[Submission],
    *,
    on: dt.date,
    answer_by: dt.date,
    by: User | None,
) -> Letter:
    owing, filed, _ours = chosen(period, [form.pk for form in submissions])
    _check_chase(period, owing, filed, on=on, answer_by=answer_by)
    facts = chase_facts(period, owing, on=on, answer_by=answer_by)
    document = compose_chase(facts)
    twin = _twin(period, owing, document)
    if twin is not None:
        return twin
    letter = _store(period, LetterKind.CHASE, document, owing, by=by)
    told = _tell_chased(letter, owing, answer_by)
    note_down(letter, "chase", by=by, units=len(owing), told=told, answer_by=answer_by)
    return letter


def _tell_chased(letter: Letter, owing: Sequence[Submission], answer_by: dt.date) -> int:
    """Tell the people of each unit about its form; how many notices that were."""
    people = people_of([form.organisation_id for form in owing], UNIT_ROLES)
    period = letter.period
    with translation.override("vi"):
        words = _(
            "Your unit's report has not been sent yet. DOST asks your unit to complete it, let the leader certify "
            "it and send it by %(day)s. If nothing happened, declare that and say why."
        ) % {"day": short_date(answer_by)}
        return sum(
            notify(
                people[form.organisation_id],
                kind="chase",
                key=f"{chase_prefix(form)}{letter.pk}",
                title=_("DOST asks %(unit)s for its report of %(period)s")
                % {"unit": form.organisation, "period": period.name},
                body=words,
                url=form.get_absolute_url(),
                about=str(period),
                province=period.plan.province,
                due_on=answer_by,
            )
            for form in owing
        )


def _check_chase(
    period: ReportingPeriod,
    owing: Sequence[Submission],
    filed: Sequence[Submission],
    *,
    on: dt.date,
    answer_by: dt.date,
) -> None:
    if filed:
        names = "; ".join(form.organisation.name for form in filed)
        raise RuleBroken(
            _("Filed meanwhile, so nobody chases them: %(names)s. Look at the list again.")
            % {"names": names},
            code="filed_meanwhile",
        )
    if not owing:
        raise RuleBroken(_("No unit is left to write to; choose units that have not filed."), code="nobody")
    calendar, last = working_calendar(), last_day(owing, period)
    facts = {"day": vn_date(answer_by), "last": vn_date(last), "due": vn_date(period.due_on)}
    if answer_by < on:
        raise RuleBroken({"answer_by": _("%(day)s is past; ask for an answer by a day to come.") % facts})
    if answer_by < period.due_on:
        no = _("The forms are due on %(due)s; a letter cannot ask for them earlier.")
        raise RuleBroken({"answer_by": no % facts})
    if answer_by > last:
        no = _("Not every chosen form can be sent after %(last)s; choose no later day, or unlock them first.")
        raise RuleBroken({"answer_by": no % facts})
    if not calendar.is_working(answer_by):
        raise RuleBroken({"answer_by": _("%(day)s is not a working day; choose one.") % facts})


def _twin(period: ReportingPeriod, owing: Sequence[Submission], document: Document) -> Letter | None:
    """The same chase written today: same units, same day asked for (a double click)."""
    asked = {form.pk for form in owing}
    chases = Letter.objects.filter(period=period, kind=LetterKind.CHASE, document=None)
    today = chases.filter(created_at__date=timezone.localdate())
    for letter in today.prefetch_related("submissions"):
        same = from_json(letter.composed).blocks == document.blocks
        if same and {form.pk for form in letter.submissions.all()} == asked:
            return letter
    return None


def _store(
    period: ReportingPeriod,
    kind: LetterKind,
    document: Document,
    submissions: Iterable[Submission],
    *,
    by: User | None,
) -> Letter:
    letter = Letter.objects.create(period=period, kind=kind, composed=to_json(document), created_by=by)
    letter.submissions.set(submissions)
    note_down(letter, "make_letter", by=by, kind=str(kind), units=letter.submissions.count())
    request_files(letter=letter, by=by)
    return letter


def _record(
    letter: Letter, document: Document, issued_on: dt.date, issuer: Organisation | None
) -> LegalDocument:
    """The row of the registered paper: the letter's own, or one somebody had noted down for it, or a new one."""
    head = document.letterhead
    spelt = [f"{head.number:02d}/{head.symbol}", f"{head.number}/{head.symbol}"]
    other = _other(letter, issuer, spelt, issued_on.year)
    is_free = other is None or (
        letter.document is None
        and other.issued_on == issued_on
        and not Letter.objects.filter(document=other).exists()
    )
    if not is_free:
        no = _("%(number)s of %(year)s is already recorded: %(what)s. Check it with the registry.")
        facts = {"number": spelt[0], "year": issued_on.year, "what": other.abstract if other else ""}
        raise RuleBroken({"number": no % facts}, code="number_taken")
    row = letter.document or other or LegalDocument(kind=DocumentKind.LETTER, issuer=issuer)
    row.number_and_symbol, row.issued_on, row.abstract = spelt[0], issued_on, head.title
    row.issuer_text, row.place, row.province = head.issuer, head.place, letter.period.plan.province
    row.signer, row.signing_form = document.signature.name, " / ".join(document.signature.forms)
    row.is_demo = document.mark == DEMO
    row.save()
    return row


def _other(letter: Letter, issuer: Organisation | None, spelt: list[str], year: int) -> LegalDocument | None:
    """Another paper of the issuer with this number in this year, however its number is padded."""
    papers = LegalDocument.objects.filter(issuer=issuer, issued_year=year, number_and_symbol__in=spelt)
    return next((paper for paper in papers if paper.pk != letter.document_id), None)


def _cite(period: ReportingPeriod, paper: LegalDocument, document: Document) -> None:
    """Let the yearly report name the letter as the one DOST sent to the units."""
    after = period.letters.count()
    RequestLetter.objects.update_or_create(
        period=period,
        document=paper,
        defaults={"is_ours": True, "sent_to": sent_to(document)},
        create_defaults={"is_ours": True, "sent_to": sent_to(document), "position": after},
    )


def _with_new_files(letter: Letter, *, by: User) -> Letter:
    letter.save()
    drop_files(letter)
    request_files(letter=letter, by=by)
    return letter


def _check_person(period: ReportingPeriod, by: User | None) -> None:
    if by is not None and not by.has_perm("reporting.write_letter", period):
        raise RuleBroken(
            _("Only the DOST of the plan's province writes letters about it."), code="not_permitted"
        )


def _locked(period: ReportingPeriod) -> ReportingPeriod:
    """The period as it stands, held until the end: two clicks wait here for each other."""
    related = ("plan__province", "plan__programme", "plan__document__issuer")
    periods = ReportingPeriod.objects.select_related(*related)
    return periods.select_for_update(no_key=True, of=("self",)).get(pk=period.pk)
