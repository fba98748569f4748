"""Letters as DOST makes, registers and sends them: once, to those it says, files as the text says."""

import datetime as dt
from io import BytesIO
from threading import Thread

import docx
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from consolidation.documents.assembling import compose
from jobs import kinds
from jobs.jobs import run
from jobs.models import Job, JobStatus
from journal.models import Entry
from organisations.queries import working_calendar
from outbox.models import Notice
from papers import files
from papers.codec import from_json
from papers.model import texts
from programmes.models import LegalDocument
from reporting.actions.letter_files import LETTERS
from reporting.actions.letters import compose_again, make_letter, register_letter
from reporting.actions.reminders import forget
from reporting.documents.letters import compose_call
from reporting.models import Letter, LetterKind, ReportingPeriod, RequestLetter
from reporting.queries.letter_facts import call_facts
from reporting.queries.letters import RENDER_LETTER, chosen, told_of, usual_answer
from reporting.queries.obligations import obligations
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import DocumentFactory, TaskRoleFactory
from tests.factories.reporting import signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """The stage with a second unit that helps, and its focal point."""
    set_ = stage(opened=False)
    set_.other = OrganisationFactory(province=set_.plan.province, name="Sở Y tế")
    TaskRoleFactory(task=set_.task, organisation=set_.other, kind="partner")
    set_.helper = MembershipFactory(organisation=set_.other, role="focal_point").user
    set_.open(locks_on=timezone.localdate() + dt.timedelta(40))  # long enough for any holidays
    return set_


def call(scene):
    return make_letter(period=scene.period, kind=LetterKind.CALL, by=scene.specialist)


def working_day(scene):
    """A working day on which the forms can still be sent."""
    return working_calendar().on_or_before(scene.period.locks_on)


def chase(scene, *submissions, **facts):
    facts = {"by": scene.specialist, "answer_by": working_day(scene)} | facts
    return make_letter(
        period=scene.period, kind=LetterKind.CHASE, submissions=submissions or [scene.submission], **facts
    )


def made(letter):
    """The letter with its files, as the worker makes them."""
    for job in LETTERS.jobs_of(letter).unfinished():
        run(job.pk)
    letter.refresh_from_db()
    return letter


def content(file) -> bytes:
    """A stored file, closed again."""
    with file.open("rb") as stored:
        return stored.read()


def words_of(letter) -> str:
    """The paragraphs of its Word file."""
    return "\n".join(p.text for p in docx.Document(BytesIO(content(letter.word))).paragraphs)


def filed(submission):
    """The submission as if its leader had certified it."""
    moment, leader = timezone.now(), MembershipFactory().user
    rows = type(submission).objects.filter(pk=submission.pk)
    rows.update(state="submitted", certified_at=moment, certified_by=leader)
    return type(submission).objects.get(pk=submission.pk)


# --- the call ---------------------------------------------------------------------------------------------------------


def test_the_call_is_written_once_to_every_unit_but_dost(scene):
    letter = call(scene)
    assert call(scene) == letter
    assert {s.organisation.name for s in letter.submissions.all()} == {"Sở Công Thương", "Sở Y tế"}
    assert Letter.objects.count() == 1
    assert Job.objects.filter(kind=RENDER_LETTER).count() == 1


def test_what_is_shown_before_opening_is_the_letter_written_afterwards(scene):
    period = scene.period
    days = {name: getattr(period, name) for name in ("cutoff_on", "opens_on", "due_on", "locks_on")}
    proposed = ReportingPeriod(plan=period.plan, year=period.year, **days)
    moment = timezone.now()
    written = compose_call(call_facts(period), at=moment)
    period.setting.delete()  # as it was before
    shown = compose_call(
        call_facts(proposed, obligations(period.plan, period.year, period.due_on)), at=moment
    )
    assert shown == written


def test_only_dost_writes(scene):
    for person in (scene.focal, scene.leader, scene.stranger):
        with pytest.raises(RuleBroken) as no:
            make_letter(period=scene.period, kind=LetterKind.CALL, by=person)
        assert no.value.code == "not_permitted"


def test_the_files_say_what_the_letter_says(scene):
    letter = made(call(scene))
    assert content(letter.pdf)[:5] == b"%PDF-"
    assert from_json(letter.composed).closing in words_of(letter)
    assert [job.status for job in LETTERS.jobs_of(letter)] == [JobStatus.DONE]
    assert kinds.where(LETTERS.jobs_of(letter).get()) == letter.get_absolute_url()


def test_files_of_a_killed_worker_are_swept_and_those_of_other_letters_stay(scene):
    letter, other = call(scene), made(chase(scene))
    left = default_storage.save(f"letters/{scene.period.pk}/{letter.pk}-left.pdf", BytesIO(b"x"))
    letter = made(letter)
    assert not default_storage.exists(left)
    assert files.has_files(letter)
    assert files.has_files(other)


def test_a_letter_rewritten_while_its_files_are_made_is_made_from_its_new_text(scene):
    letter = call(scene)
    old = Letter.objects.get(pk=letter.pk)
    RequestLetter.objects.create(
        period=scene.period, document=DocumentFactory(kind="letter", abstract="báo cáo gấp")
    )
    compose_again(letter=letter, by=scene.specialist)
    files.render(old, LETTERS)
    letter.refresh_from_db()
    assert "báo cáo gấp" in words_of(letter)
    assert "báo cáo gấp" in " ".join(texts(from_json(letter.composed)))


def test_failed_files_are_made_again_and_present_ones_are_not(scene):
    letter = call(scene)
    job = LETTERS.jobs_of(letter).get()
    Job.objects.filter(pk=job.pk).update(status=JobStatus.FAILED, ended_at=timezone.now(), problem="x")
    client = signed_in(scene.specialist)
    client.post(f"/cong-van/{letter.pk}/tap-tin/")
    assert LETTERS.jobs_of(letter).get().status == JobStatus.QUEUED
    made(letter)
    client.post(f"/cong-van/{letter.pk}/tap-tin/")
    assert LETTERS.jobs_of(letter).count() == 1
    default_storage.delete(Letter.objects.get(pk=letter.pk).pdf.name)
    for _click in range(2):
        client.post(f"/cong-van/{letter.pk}/tap-tin/")
    assert LETTERS.jobs_of(letter).count() == 2


# --- the registry -----------------------------------------------------------------------------------------------------


def register(letter, scene, number=5, symbol="SKHCN-TĐC", on=None):
    return register_letter(
        letter=letter, number=number, symbol=symbol, issued_on=on or timezone.localdate(), by=scene.specialist
    )


def test_registering_makes_the_paper_the_report_cites_and_the_files_anew(scene):
    letter = made(call(scene))
    draft = letter.pdf.name
    RequestLetter.objects.create(period=scene.period, document=DocumentFactory(kind="letter"))
    letter = register(letter, scene)
    paper = letter.document
    assert (paper.number_and_symbol, paper.kind, paper.issuer) == ("05/SKHCN-TĐC", "letter", scene.dost)
    assert not letter.pdf
    cited = RequestLetter.objects.get(is_ours=True)
    assert (cited.document, cited.position, cited.sent_to) == (paper, 1, "Sở Công Thương; Sở Y tế")
    assert "Công văn số 05/SKHCN-TĐC" in " ".join(texts(compose(scene.period, on=timezone.localdate())))
    letter = made(letter)
    assert letter.pdf.name != draft
    document = from_json(letter.composed)
    assert (document.letterhead.number, document.draft) == (5, False)


def test_the_number_of_another_paper_of_the_year_is_refused_however_it_is_padded(scene):
    DocumentFactory(
        kind="letter",
        number_and_symbol="5/SKHCN-TĐC",
        issuer=scene.dost,
        issued_on=timezone.localdate() - dt.timedelta(1),
    )
    letter = call(scene)
    with pytest.raises(RuleBroken) as no:
        register(letter, scene)
    assert (no.value.code, list(no.value.error_dict)) == ("number_taken", ["number"])
    assert register(letter, scene, number=6).document.number_and_symbol == "06/SKHCN-TĐC"
    assert register(chase(scene), scene, symbol="SKHCN-VP").document.number_and_symbol == "05/SKHCN-VP"


def test_the_same_number_in_another_year_is_another_paper(scene):
    day = timezone.localdate()
    DocumentFactory(
        kind="letter",
        number_and_symbol="05/SKHCN-TĐC",
        issuer=scene.dost,
        issued_on=day.replace(year=day.year - 1),
    )
    assert register(call(scene), scene).document.issued_on == day


def test_a_paper_noted_down_by_hand_before_is_the_letters_own(scene):
    noted = DocumentFactory(
        kind="letter", number_and_symbol="05/SKHCN-TĐC", issuer=scene.dost, issued_on=timezone.localdate()
    )
    RequestLetter.objects.create(period=scene.period, document=noted, is_ours=True)
    assert register(call(scene), scene).document == noted
    assert RequestLetter.objects.count() == 1


def test_a_number_typed_wrong_is_corrected_in_its_place(scene):
    letter = register(call(scene), scene)
    again = register(letter, scene, number=55)
    assert again.document == letter.document
    assert (LegalDocument.objects.filter(kind="letter").count(), RequestLetter.objects.count()) == (1, 1)
    assert again.document.number_and_symbol == "55/SKHCN-TĐC"
    assert [e.action for e in Entry.objects.about(letter)].count("register") == 2


def test_a_day_to_come_is_refused(scene):
    with pytest.raises(RuleBroken) as no:
        register(call(scene), scene, on=timezone.localdate() + dt.timedelta(1))
    assert list(no.value.error_dict) == ["issued_on"]


def test_a_registered_letter_is_not_written_anew(scene):
    letter = register(call(scene), scene)
    with pytest.raises(RuleBroken) as no:
        compose_again(letter=letter, by=scene.specialist)
    assert no.value.code == "registered"


def test_the_report_does_not_cite_a_chase(scene):
    register(chase(scene), scene)
    assert RequestLetter.objects.count() == 0


# --- the chase --------------------------------------------------------------------------------------------------------


def test_a_chase_is_written_to_the_chosen_and_tells_their_people_once(scene):
    letter = chase(scene)
    assert chase(scene) == letter
    assert [s.organisation for s in letter.submissions.all()] == [scene.unit]
    told = Notice.objects.filter(key=f"chase:{scene.submission.pk}:{letter.pk}")
    assert {n.user for n in told} == {scene.focal, scene.leader}
    assert {(n.url, n.due_on) for n in told} == {(scene.submission.get_absolute_url(), working_day(scene))}
    assert set(told_of(letter)) == set(told)


def test_a_chase_that_has_not_left_is_taken_back_once_the_unit_files(scene):
    letter = chase(scene)
    forget(scene.submission)
    assert list(told_of(letter)) == []


def test_what_a_chase_says_is_vietnamese_whoever_writes_it(scene):
    with translation.override("en"):
        letter = chase(scene)
    title = told_of(letter).first().title
    with translation.override("vi"):
        assert title == translation.gettext("DOST asks %(unit)s for its report of %(period)s") % {
            "unit": scene.unit,
            "period": scene.period.name,
        }


def test_another_day_asked_for_is_another_letter(scene):
    first = chase(scene)
    earlier = working_calendar().before(working_day(scene))
    assert chase(scene, answer_by=earlier) != first


def test_who_filed_meanwhile_is_named_and_nobody_is_written_to(scene):
    submission = filed(scene.submission)
    with pytest.raises(RuleBroken) as no:
        chase(scene, submission)
    assert no.value.code == "filed_meanwhile"
    assert "Sở Công Thương" in no.value.reason
    assert (Letter.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_form_of_another_period_is_never_written_to(scene):
    other = stage()
    with pytest.raises(RuleBroken) as no:
        chase(scene, other.submission)
    assert no.value.code == "nobody"


@pytest.mark.parametrize("which", ["past", "early", "locked", "weekend"])
def test_a_day_that_does_not_serve_is_refused_beside_its_field(scene, which):
    last = scene.period.locks_on
    sunday = next(d for d in (last - dt.timedelta(n) for n in range(7)) if d.weekday() == 6)
    days = {
        "past": timezone.localdate() - dt.timedelta(1),
        "early": scene.period.due_on - dt.timedelta(1),
        "locked": last + dt.timedelta(1),
        "weekend": sunday,
    }
    with pytest.raises(RuleBroken) as no:
        chase(scene, answer_by=days[which])
    assert list(no.value.error_dict) == ["answer_by"]


def test_a_form_held_open_can_be_asked_for_later(scene):
    later = scene.period.locks_on + dt.timedelta(10)
    submission = scene.submission
    type(submission).objects.filter(pk=submission.pk).update(
        unlocked_until=later, unlocked_by=scene.specialist, unlock_reason="muộn"
    )
    assert chase(scene, answer_by=working_calendar().on_or_before(later)).pk


def test_the_day_proposed_is_a_working_day_after_the_forms_are_due_and_before_entry_locks():
    calendar, friday = working_calendar(), dt.date(2026, 11, 20)
    due = ReportingPeriod(due_on=dt.date(2026, 11, 18))
    assert usual_answer(due, friday, dt.date(2026, 11, 30), calendar) == dt.date(
        2026, 11, 25
    )  # the 24th is a holiday
    assert usual_answer(due, friday, dt.date(2026, 11, 24), calendar) == dt.date(2026, 11, 23)
    assert usual_answer(due, friday, dt.date(2026, 11, 1), calendar) == friday
    later = ReportingPeriod(due_on=dt.date(2026, 12, 5))
    assert usual_answer(later, friday, dt.date(2026, 12, 31), calendar) == dt.date(2026, 12, 7)


def test_the_chase_says_what_is_missing(scene):
    cells = [c.text for row in from_json(chase(scene).composed).blocks[2].rows for c in row.cells]
    assert cells == ["1", "Sở Công Thương", "Chưa nhập", "Toàn bộ báo cáo"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_write_one_letter(scene):
    found = []

    def click():
        try:
            found.append(chase(scene))
        finally:
            connection.close()

    clicks = [Thread(target=click) for _click in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert found[0] == found[1]
    assert Letter.objects.count() == 1


# --- the pages --------------------------------------------------------------------------------------------------------


def test_choosing_units_shows_who_is_written_to_and_confirming_writes(scene):
    client = signed_in(scene.specialist)
    page = f"/bao-cao/{scene.period.pk}/don-doc/"
    asked = client.post(page, {"submission": [scene.submission.pk]})
    assert asked.status_code == 200
    assert [(s.organisation, people) for s, _status, people in asked.context["units"]] == [
        (scene.unit, sorted([scene.focal, scene.leader], key=lambda u: (u.full_name, u.pk)))
    ]
    assert Letter.objects.count() == 0
    sent = client.post(
        page, {"submission": [scene.submission.pk], "answer_by": working_day(scene).strftime("%d/%m/%Y")}
    )
    letter = Letter.objects.get()
    assert sent["Location"] == letter.get_absolute_url()
    detail = client.get(letter.get_absolute_url())
    assert {n.user for n in detail.context["notices"]} == {scene.focal, scene.leader}


def test_dost_and_those_who_filed_are_left_out_before_anybody_confirms(scene):
    ours = scene.period.submissions.filter(organisation=scene.dost).first()
    pks = [s.pk for s in scene.period.submissions.all()]
    filed(scene.submission)
    owing, done, own = chosen(scene.period, pks)
    assert ([s.organisation for s in owing], [s.organisation for s in done]) == ([scene.other], [scene.unit])
    assert own == ([ours] if ours else [])


def test_filing_between_looking_and_confirming_stops_the_letter(scene):
    client = signed_in(scene.specialist)
    pks = [scene.submission.pk, scene.period.submissions.get(organisation=scene.other).pk]
    filed(scene.submission)
    sent = client.post(
        f"/bao-cao/{scene.period.pk}/don-doc/",
        {"submission": pks, "answer_by": working_day(scene).strftime("%d/%m/%Y")},
    )
    assert sent.status_code == 409
    assert "Sở Công Thương" in sent.content.decode()
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("chosen", [[], ["x", "-1", "99999999999999", "٣"]])
def test_choosing_nobody_leads_back(scene, chosen):
    page = signed_in(scene.specialist).post(f"/bao-cao/{scene.period.pk}/don-doc/", {"submission": chosen})
    assert page["Location"] == f"/bao-cao/{scene.period.pk}/"


def test_the_call_is_written_from_the_list_and_its_page_waits_for_the_files(scene):
    client = signed_in(scene.specialist)
    listed = client.get(f"/bao-cao/{scene.period.pk}/cong-van/")
    assert (listed.context["has_call"], listed.context["may_write"]) == (False, True)
    client.post(f"/bao-cao/{scene.period.pk}/cong-van/lap/")
    letter = Letter.objects.get()
    page = client.get(letter.get_absolute_url())
    assert "hx-get" in page.content.decode()
    assert client.get(f"/cong-van/{letter.pk}/pdf/").status_code == 404
    made(letter)
    fragment = client.get(letter.get_absolute_url(), headers={"hx-request": "true"})
    assert fragment["HX-Refresh"] == "true"
    for kind in ("pdf", "word"):
        file = client.get(f"/cong-van/{letter.pk}/{kind}/")
        assert file["Cache-Control"] == "private, no-store"
        assert b"".join(file.streaming_content)[:2] in (b"%P", b"PK")


def test_registering_on_its_page(scene):
    client, letter = signed_in(scene.specialist), call(scene)
    page = f"/cong-van/{letter.pk}/vao-so/"
    assert client.get(page).context["form"].initial["symbol"] == "SKHCN-TĐC"
    wrong = client.post(page, {"number": "0", "symbol": "", "issued_on": "31/02/2026"})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (
        409,
        ["issued_on", "number", "symbol"],
    )
    today = timezone.localdate().strftime("%d/%m/%Y")
    client.post(page, {"number": "955", "symbol": "SKHCN-TĐC", "issued_on": today})
    letter.refresh_from_db()
    assert letter.document.number_and_symbol == "955/SKHCN-TĐC"
    made(letter)
    file = client.get(f"/cong-van/{letter.pk}/word/")
    b"".join(file.streaming_content)
    assert "955-SKHCN" in file["Content-Disposition"]


def test_a_file_that_is_gone_is_not_there(scene):
    letter = made(call(scene))
    default_storage.delete(letter.word.name)
    assert signed_in(scene.specialist).get(f"/cong-van/{letter.pk}/word/").status_code == 404
