"""A program writes its unit's draft as the page does: the same form judges it, the same action saves it, once."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from api.actions.once import forget_answers
from api.models import KeptAnswer, Scope
from journal.models import Entry
from reporting.models import ReturnedPart, Submission
from tests.factories.api import Program, a_token, program_of
from tests.factories.reporting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return stage()


@pytest.fixture
def address(here):
    return f"/api/v1/submissions/{here.submission.pk}/draft"


@pytest.fixture
def program(here):
    return program_of(here.unit)


def a_line(here, **facts) -> dict:
    return {"version": here.submission.version, "lines": [{"id": here.line.pk, **facts}]}


def test_what_it_names_is_written_and_everything_else_stays(here, address, program):
    figures = [{"id": here.figure.pk, "to_date": 12, "estimate": "15"}]
    saved = program.write(address, a_line(here, narrative="Đã tổ chức 02 lớp 5S.", figures=figures)).json()
    line = here.line
    assert (line.narrative, here.figure.to_date, here.figure.estimate) == ("Đã tổ chức 02 lớp 5S.", 12, 15)
    assert (saved["version"], saved["state"]) == (2, "draft")
    more = {"version": 2, "lines": [{"id": line.pk, "figures": [{"id": here.figure.pk, "to_date": 13}]}]}
    program.write(address, more, key="key-00002")
    assert (here.line.narrative, here.figure.to_date, here.figure.estimate) == (
        "Đã tổ chức 02 lớp 5S.",
        13,
        15,
    )


def test_the_journal_says_who_and_which_program(here, address, program):
    program.write(address, a_line(here, narrative="Đã làm."))
    by_program, save = Entry.objects.about(here.submission)[:2]
    assert (by_program.action, by_program.facts["program"], save.action) == (
        "save_by_program",
        "Hệ thống thử",
        "save",
    )
    assert by_program.by == save.by == here.submission.saved_by


def test_rows_are_added_changed_and_removed(here, address, program):
    body = {
        "version": 1,
        "lines": [{"id": here.line.pk, "own_figures": [{"indicator": "Lớp", "unit": "lớp", "to_date": 2}]}],
        "integrated": [
            {
                "heading": "Kiểm soát chất lượng nông sản",
                "national_group": here.group.code,
                "host": "Kế hoạch số 12/KH-UBND ngày 06/3/2026 của UBND tỉnh về việc nông sản",
                "own_figures": [{"indicator": "Mẫu", "unit": "mẫu", "to_date": "3.5"}],
            }
        ],
        "documents": [
            {"number_and_symbol": "12/SCT-KH", "issued_on": "2026-03-06", "abstract": "Về việc 5S"}
        ],
        "statements": [{"kind": "obstacle", "text": "Thiếu kinh phí.", "cause": "Chưa bố trí."}],
    }
    rows = program.write(address, body).json()["rows"]
    form = here.submission
    own = here.line.figures.get(is_own=True)
    activity = form.lines.get(attribution="integrated")
    assert rows == {
        "body.lines[0].own_figures[0]": own.pk,
        "body.integrated[0]": activity.pk,
        "body.integrated[0].own_figures[0]": activity.figures.get().pk,
        "body.documents[0]": form.issued_documents.get().pk,
        "body.statements[0]": form.statements.get().pk,
    }
    assert (str(activity.figures.get().to_date), activity.national_group) == ("3.50", here.group)
    change = {
        "version": 2,
        "lines": [{"id": here.line.pk, "own_figures": [{"id": own.pk, "remove": True}]}],
        "statements": [{"id": form.statements.get().pk, "kind": "obstacle", "addressee": "Sở Tài chính"}],
    }
    assert program.write(address, change, key="key-00002").status_code == 200
    statement = here.submission.statements.get()
    assert (statement.text, statement.addressee) == ("Thiếu kinh phí.", "Sở Tài chính")
    assert here.line.figures.filter(is_own=True).count() == 0


def test_what_the_page_refuses_is_refused_with_its_place(here, address, program):
    figures = [{"id": here.figure.pk, "to_date": 1.5}]
    body = a_line(here, is_nil=True, narrative="Đã làm.", figures=figures)
    body["statements"] = [{"kind": "obstacle", "cause": "Vì sao?"}]
    answer = program.write(address, body)
    places = {error["where"] for error in answer.json()["errors"]}
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert places == {
        "body.lines[0].is_nil",
        "body.lines[0].nil_reason",
        "body.lines[0].figures[0].to_date",
        "body.statements[0].text",
    }
    assert here.submission.version == 1


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"version": 1, "lines": [{"id": 1}]}, "body.lines[0].id"),
        ({"version": 1, "documents": [{"id": 1}]}, "body.documents[0].id"),
        (
            {"version": 1, "integrated": [{"heading": "x", "national_group": "9.9"}]},
            "body.integrated[0].national_group",
        ),
        ({"version": 1, "linez": []}, "body.linez"),
        ({"lines": []}, "body.version"),
        ({"version": 1, "statements": [{"kind": "wish"}]}, "body.statements[0].kind"),
    ],
)
def test_what_nobody_knows_is_named(address, program, body, where):
    answer = program.write(address, body)
    assert answer.status_code == 422
    assert [error["where"] for error in answer.json()["errors"]] == [where]


def test_an_older_version_is_stale(here, address, program):
    program.write(address, a_line(here, narrative="Một."))
    stale = {"version": 1, "lines": [{"id": here.line.pk, "narrative": "Hai."}], "documents": [{"id": 7}]}
    answer = program.write(address, stale, key="key-00002")
    assert (answer.status_code, answer.json()["code"], here.line.narrative) == (409, "stale", "Một.")


def test_a_form_that_was_handed_in_is_closed(here, address, program):
    Submission.objects.filter(pk=here.submission.pk).update(state="unit_review")
    answer = program.write(address, a_line(here, narrative="Một."))
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")


def test_a_part_dost_did_not_open_is_refused_and_not_passed_over(here, address, program):
    now = timezone.now()
    facts = {
        "certified_at": now,
        "certified_by": here.leader,
        "decided_at": now,
        "decided_by": here.specialist,
    }
    Submission.objects.filter(pk=here.submission.pk).update(
        state="returned", round=2, return_reason="x", **facts
    )
    ReturnedPart.objects.create(submission=here.submission, round=2, part="documents", reason="Thiếu số.")
    answer = program.write(address, a_line(here, narrative="Một."))
    assert (answer.status_code, answer.json()["code"]) == (409, "part_closed")
    assert [error["where"] for error in answer.json()["errors"]] == ["body.lines[0]"]


def test_who_may_not_fill_in_may_not_write(here, address):
    dost = program_of(here.dost, holder=here.specialist)
    other = program_of(stage(opened=False).unit)
    reader = program_of(here.unit, Scope.SUBMISSIONS)
    codes = [each.write(address, {"version": 1}).json()["code"] for each in (dost, other, reader)]
    assert codes == ["not_yours", "not_there", "no_scope"]


def test_sent_twice_it_is_carried_out_once(here, address, program):
    body = a_line(here, narrative="Một.")
    first, second = (program.write(address, body) for _ in range(2))
    assert (first.json(), second.status_code) == (second.json(), 200)
    assert Entry.objects.about(here.submission).filter(action="save").count() == 1


def test_a_key_belongs_to_one_request_of_one_token(here, address, program):
    program.write(address, a_line(here, narrative="Một."))
    answer = program.write(address, a_line(here, narrative="Hai."))
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    another = program_of(here.unit)
    assert another.write(address, a_line(here, narrative="Hai.")).status_code == 200


@pytest.mark.parametrize("key", ["", "short", "é" * 10, "x" * 101, "tab\there00"])
def test_without_a_key_nothing_is_written(here, address, program, key):
    answer = program.write(address, a_line(here, narrative="Một."), key=key)
    assert (answer.status_code, answer.json()["code"], here.line.narrative) == (400, "key_missing", "")


def test_a_refusal_keeps_no_answer(here, address, program):
    body = {"version": 1, "lines": [{"id": here.line.pk, "narrative": "Một."}]}
    Submission.objects.filter(pk=here.submission.pk).update(state="unit_review")
    assert program.write(address, body).status_code == 409
    Submission.objects.filter(pk=here.submission.pk).update(state="draft")
    assert program.write(address, body).status_code == 200


def test_answers_are_kept_for_a_day(here, address, program):
    program.write(address, a_line(here, narrative="Một."))
    assert forget_answers() == 0
    KeptAnswer.objects.update(at=timezone.now() - dt.timedelta(hours=25))
    assert program.write(address, a_line(here, narrative="Hai.")).status_code == 200
    KeptAnswer.objects.update(at=timezone.now() - dt.timedelta(hours=25))
    assert (forget_answers(), KeptAnswer.objects.count()) == (1, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'"x"', b"null", b'{"version": NaN}'])
def test_what_is_no_request_is_told_so(address, program, body):
    answer = program.put(
        address, body, content_type="application/json", headers={"idempotency-key": "key-00001"}
    )
    assert (answer.status_code, answer["Content-Type"]) in [
        (400, "application/problem+json"),
        (422, "application/problem+json"),
    ]


@pytest.mark.parametrize(
    "kind", ["text/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_a_body_of_another_kind_is_not_read(here, address, program, kind):
    answer = program.generic(
        "PUT", address, b'{"version": 1}', kind, headers={"idempotency-key": "key-00001"}
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_type")
    assert KeptAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"version": NaN}', 422),
        (b'{"version": 1e999}', 422),
        (b'{"version": %s}' % (b"9" * 5000), 400),
        (b"[" * 100_000, 400),
        (b'{"\\ud800": 1, "version": 1}', 422),
        (b'{"version": 1, "is_nil": true, "nil_reason": "\\ud800"}', 422),
        (b'{"version": 1, "lines": [{"id": 1, "figures": [{"id": 1, "to_date": "1E+100000000"}]}]}', 422),
        (b'{"version": 1, "lines": [{"id": 1, "figures": [{"id": 1, "to_date": "Infinity"}]}]}', 422),
        (b'{"version": "\xff"}', 400),
    ],
)
def test_no_body_is_a_failure(address, program, body, status):
    answer = program.generic(
        "PUT", address, body, "application/json", headers={"idempotency-key": "key-00001"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_signs_no_database_keeps_are_left_out_and_what_is_missing_is_said_in_sentences(
    here, address, program
):
    told = program.write(address, a_line(here, narrative="Đã\0 làm.")).json()
    assert here.line.narrative == "Đã làm."
    assert told["missing"]
    assert [sentence for sentence in told["missing"] if "Gap(" in sentence] == []


def test_too_large_a_body_is_told_so(address, program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = program.write(address, {"version": 1, "nil_reason": "x" * 200})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_under_one_key_are_one():
    here = stage()
    _, secret = a_token(here.unit)
    address, body = f"/api/v1/submissions/{here.submission.pk}/draft", a_line(here, narrative="Một.")
    answers = []

    def send():
        try:
            answers.append(Program(secret).write(address, body))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert Entry.objects.about(here.submission).filter(action="save").count() == 1
