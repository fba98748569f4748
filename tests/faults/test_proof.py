"""The proof finds what is lost, doubled or orphaned: each kind is planted once."""

import json
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from faults.ledger import ACCEPTED, REFUSED, TIME_OF_FAULTS, UNKNOWN, Act, Ledger, read
from faults.proof import Proof, prove
from jobs.models import Job
from journal.actions import note_down, seal
from outbox.models import Mail
from support.models import ReceiptCounter
from tests.factories.accounts import UserFactory
from tests.factories.support import ApplicationFactory, SubmittedFactory
from tests.support.papers import a_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "acts.jsonl")


def note(ledger, kind, mark, outcome, **facts):
    with ledger.asking(kind, mark, **facts) as act:
        act.outcome = outcome


def judged(act_outcome, found):
    proof = Proof()
    proof.judge(Act("x", "1", outcome=act_outcome), found, "rows")
    return len(proof.lost), len(proof.doubled)


def test_accepted_is_once_unknown_at_most_once_refused_never():
    assert [judged(ACCEPTED, found) for found in range(3)] == [(1, 0), (0, 0), (0, 1)]
    assert [judged(UNKNOWN, found) for found in range(3)] == [(0, 0), (0, 0), (0, 1)]
    assert [judged(REFUSED, found) for found in range(3)] == [(0, 0), (0, 1), (0, 1)]


def test_an_act_that_ends_in_a_fault_is_noted_as_unknown(ledger):
    with pytest.raises(OSError, match="gone"), ledger.asking("draft", "x", application=1):
        raise OSError("gone")
    assert read(ledger.file) == [Act("draft", "x", {"application": 1}, UNKNOWN)]


def test_a_day_without_faults_proves_clean(ledger, tmp_path):
    application = SubmittedFactory(number=1, situation="Hai.")
    ReceiptCounter.objects.create(province=application.province, year=application.year, last=1)
    a_file(application, name="a.pdf")
    note(ledger, "draft", "Một.", ACCEPTED, application=application.pk)
    note(ledger, "draft", "Hai.", UNKNOWN, application=application.pk)
    note(ledger, "attachment", "a.pdf", ACCEPTED, application=application.pk)
    note(ledger, "attachment", "b.pdf", UNKNOWN, application=application.pk)
    proof = prove(tmp_path)
    assert (proof.lost, proof.doubled, proof.orphaned) == ([], [], [])
    assert (proof.figures["receipts"], proof.figures["files"], proof.figures["accepted"]) == (1, 1, 2)


def test_what_was_planted_is_found(ledger, tmp_path):
    application = SubmittedFactory(number=2, situation="Khác.")
    ReceiptCounter.objects.create(province=application.province, year=application.year, last=2)
    note(ledger, "draft", "Một.", ACCEPTED, application=application.pk)
    note(ledger, "attachment", "a.pdf", ACCEPTED, application=application.pk)
    for each in (application, ApplicationFactory()):
        a_file(each, name="b.pdf", added_by=UserFactory())
    note(ledger, "attachment", "b.pdf", ACCEPTED, application=application.pk)
    default_storage.save("evidence/x.pdf", ContentFile(b"x"))
    Job.objects.create(kind="x", title="x")
    mail = Mail.objects.create(
        user=UserFactory(),
        day=timezone.localdate(),
        try_at=timezone.now(),
        status="sent",
        sent_at=timezone.now(),
    )
    proof = prove(tmp_path)
    told = " | ".join(proof.lost)
    for words in ("draft", "attachment a.pdf", "receipt 1 was never given", "job", f"mail {mail.pk} is said"):
        assert words in told
    assert [words.split(":")[0] for words in proof.doubled] == ["attachment b.pdf"]
    assert proof.orphaned == ["evidence/x.pdf"]


def test_a_line_of_the_journal_that_was_changed_is_found(tmp_path):
    entry = note_down(UserFactory(), "x", by=None)
    seal(before_txid=2**62)
    assert prove(tmp_path).lost == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tests hold back what is checked at the end
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_entry SET note = 'y' WHERE id = %s", [entry.pk])
    [words] = prove(tmp_path).lost
    assert words.startswith(f"journal: entry {entry.pk}")


def test_a_mail_that_left_twice_is_found(tmp_path):
    mail = Mail.objects.create(
        user=UserFactory(), day=timezone.localdate(), try_at=timezone.now(), status="sending"
    )
    took = json.dumps({"id": f"<portal-mail-{mail.pk}@x>", "to": "x"})
    (tmp_path / "mails.jsonl").write_text(f"{took}\n", encoding="utf-8")
    proof = prove(tmp_path)
    assert (proof.doubled, proof.figures["mails for a person to judge"]) == ([], 1)
    (tmp_path / "mails.jsonl").write_text(f"{took}\n{took}\n", encoding="utf-8")
    assert prove(tmp_path).doubled == [f"mail {mail.pk} left 2 times"]


def test_only_what_was_accepted_between_the_first_fault_and_the_last_counts(ledger, tmp_path):
    begun = time.time()
    for mark, at in (("a.pdf", begun - 1), ("b.pdf", begun + 1), ("c.pdf", begun + 3)):
        with ledger.asking("evidence", mark) as act:
            act.outcome, act.at = ACCEPTED, at
    mails = [{"id": f"<portal-mail-{n}@x>", "at": begun + n} for n in range(-1, 4)]
    (tmp_path / "mails.jsonl").write_text("\n".join(map(json.dumps, mails)), encoding="utf-8")
    assert prove(tmp_path).under_faults == {}
    (tmp_path / TIME_OF_FAULTS).write_text(json.dumps([begun, begun + 2]), encoding="ascii")
    assert prove(tmp_path).under_faults == {"evidence": 1, "mail": 3}


def test_a_row_without_its_file_is_lost(tmp_path):
    attachment = a_file(ApplicationFactory(), added_by=UserFactory())
    default_storage.delete(attachment.file.name)
    assert prove(tmp_path).lost == [
        f"Attachment {attachment.pk} names {attachment.file.name}, which is not there"
    ]
