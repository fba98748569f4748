"""Personal data go when a dated rule with a legal basis says so: from rows and history, and the seals hold."""

import datetime as dt
import json
from io import StringIO

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import AddressChange, User
from journal.actions import note_down, seal
from journal.models import Change, Entry, RetentionRule
from journal.queries.verifying import verify
from journal.watching import HIDDEN
from operations.actions.retention import years_before
from operations.holdings import HOLDINGS
from outbox.models import Notice
from reporting.models import CertifiedExpert
from support.models import Application
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import InvitationFactory, ProvinceFactory
from tests.factories.outbox import MailFactory, NoticeFactory
from tests.factories.support import SubmittedFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)
PHONE = "0912 345 678"


def a_rule(holding, years=5, **facts):
    facts = {"legal_basis": "Quyết định thử", "valid_from": dt.date(2020, 1, 1)} | facts
    return RetentionRule.objects.create(holding=holding, years=years, **facts)


@pytest.fixture
def ended():
    """Two ended applications, an old and a new one, with their contacts in rows, history and the journal."""
    made = []
    for year in (2020, 2026):
        application = SubmittedFactory(contact_name="Nguyễn Thị Mận", contact_phone=PHONE)
        Application.objects.filter(pk=application.pk).update(ended_on=dt.date(year, 3, 1))
        note_down(application, "save", by=None, note=f"Gọi {PHONE}", contact_name="Nguyễn Thị Mận", cost="5")
        made.append(application)
    seal()
    return made


def run(**options):
    out = StringIO()
    call_command("apply_retention", on=TODAY, stdout=out, **options)
    return out.getvalue()


def everything_about(record):
    """All that rows, history and journal hold of a record, as one text."""
    kind = {"record_type": record._meta.label_lower, "record_id": record.pk}
    lines = [
        *Change.objects.filter(**kind).values("fields"),
        *Entry.objects.filter(**kind).values("facts", "note"),
    ]
    row = type(record).objects.filter(pk=record.pk).values().get()
    return json.dumps([lines, row], ensure_ascii=False, default=str)


def faults():
    return [fault.words for fault in verify(now=timezone.now()).faults]


def test_without_a_rule_nothing_is_erased(ended):
    before = [everything_about(each) for each in ended]
    told = run()
    assert told.count("kept; no rule") == len(HOLDINGS)
    assert [everything_about(each) for each in ended] == before


@pytest.mark.parametrize(
    "rule",
    [
        {"years": None, "legal_basis": ""},
        {"years": 5, "valid_from": dt.date(2027, 1, 1)},
        {"years": 5, "valid_to": dt.date(2026, 11, 20)},
        {"years": 7},
    ],
)
def test_a_rule_that_does_not_reach_the_row_erases_nothing(ended, rule):
    a_rule("application_contact", **rule)
    run()
    assert all(PHONE in everything_about(each) for each in ended)


def test_a_dry_run_counts_and_changes_nothing(ended):
    a_rule("application_contact")
    before = [everything_about(each) for each in ended]
    assert "application_contact: 1 would be erased (5 years, Quyết định thử)" in run(dry_run=True)
    assert [everything_about(each) for each in ended] == before


def test_values_go_from_the_row_its_history_and_the_journal_and_the_rest_stays(ended):
    a_rule("application_contact")
    old, new = ended
    assert "application_contact: 1 erased" in run()
    assert "Mận" not in everything_about(old)
    assert PHONE not in everything_about(old)
    assert PHONE in everything_about(new)
    entry = Entry.objects.about(old).get(action="save")
    assert (entry.note, entry.facts) == (f"Gọi {HIDDEN}", {"contact_name": HIDDEN, "cost": "5"})
    old.refresh_from_db()
    assert (old.contact_phone, old.code != "", Application.objects.count()) == ("", True, 2)


def test_the_seals_hold_and_the_act_of_erasing_is_sealed_itself(ended):
    a_rule("application_contact")
    run()
    assert faults() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        seal(before_txid=cursor.fetchone()[0] + 1)
    assert faults() == []
    assert Entry.objects.get(action="erase").record_id == ended[0].pk


def test_what_is_left_of_an_erased_line_cannot_be_changed_either(ended):
    a_rule("application_contact")
    run()
    line = Change.objects.filter(salt=None).earliest("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'by a dated rule'")
        cursor.execute("UPDATE journal_change SET actor_id = 5 WHERE id = %s", [line.pk])
    assert [words.split(" (")[0] for words in faults()] == [f"change {line.pk}: was changed"]


def test_a_line_that_lost_its_values_without_a_rule_is_found(ended):
    line = Change.objects.of(ended[0]).earliest("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'by a dated rule'")
        cursor.execute("UPDATE journal_change SET salt = NULL WHERE id = %s", [line.pk])
    assert [words.split(" (")[0] for words in faults()] == [f"change {line.pk}: was changed"]


def test_the_journal_is_closed_again_afterwards(ended):
    a_rule("application_contact")
    run()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Change.objects.all().delete()


def test_twice_is_once(ended):
    a_rule("application_contact")
    run()
    lines = Entry.objects.count()
    assert "application_contact: 0 erased" in run()
    assert Entry.objects.count() == lines


def test_a_person_who_left_becomes_nobody_also_where_others_lines_name_them():
    gone = UserFactory(full_name="Trần Văn Ổi", email="oi@example.vn", is_active=False)
    gone.date_joined = gone.last_login = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
    gone.save()
    gone.emailaddress_set.create(email="oi@example.vn", verified=True, primary=True)
    stays = UserFactory(full_name="Trần Văn Ổi", is_active=True)
    province = ProvinceFactory()
    note_down(province, "assign", by=gone, to=gone)
    note_down(province, "assign", by=gone, to=stays)
    seal()
    a_rule("account")
    run()
    assert "Ổi" not in everything_about(gone)
    gone.refresh_from_db()
    assert (gone.full_name, gone.email) == (f"Ẩn danh {gone.pk}", f"{gone.pk}@an-danh.invalid")
    assert not gone.emailaddress_set.exists()
    assert not Change.objects.filter(fields__icontains="oi@example.vn").exists()
    named = [entry.facts["to"] for entry in Entry.objects.about(province).order_by("pk")]
    assert named == [{"id": gone.pk, "name": HIDDEN}, {"id": stays.pk, "name": "Trần Văn Ổi"}]
    assert faults() == []


def test_a_rule_that_erases_names_its_text():
    with pytest.raises(IntegrityError, match="retention_has_a_legal_basis"), transaction.atomic():
        a_rule("account", legal_basis="")


def test_every_column_of_a_holding_is_there():
    for holding in HOLDINGS:
        model = holding.ended(TODAY).model
        assert set(holding.put) <= {column.column for column in model._meta.concrete_fields}


def test_experts_keep_their_number(client):
    assert CertifiedExpert.objects.count() == 0  # see the holding: each gets a name of its own
    put = next(each for each in HOLDINGS if each.key == "expert").put
    rows = [CertifiedExpert(pk=pk, full_name="A") for pk in (1, 2)]
    assert len({put["folded"](row) for row in rows}) == 2


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [(dt.date(2028, 2, 29), 1, dt.date(2027, 2, 28)), (TODAY, 5, dt.date(2021, 11, 21))],
)
def test_years_are_counted_by_the_calendar(day, years, before):
    assert years_before(day, years) == before


def test_an_administrator_lays_a_rule_down_and_it_is_written_in_the_journal(client):
    person = AdministratorFactory()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    typed = {
        "holding": "mail",
        "years": "3",
        "legal_basis": "Quyết định thử",
        "valid_from": "01/01/2026",
        "valid_to": "",
    }
    answer = client.post("/admin/journal/retentionrule/add/", typed)
    assert answer.status_code == 302, answer.context["errors"]
    rule = RetentionRule.objects.get()
    assert (rule.holding, rule.years) == ("mail", 3)
    assert Entry.objects.about(rule).get().by == person
    assert Change.objects.of(rule).get().actor_id == person.pk
    assert client.get("/admin/journal/retentionrule/").status_code == 200


@pytest.mark.parametrize("name", ["entry", "change", "reading", "seal"])
def test_the_journal_is_read_in_the_administration_and_never_written(client, ended, name):
    client.force_login(AdministratorFactory(), "django.contrib.auth.backends.ModelBackend")
    model = apps.get_model("journal", name)
    assert client.get(f"/admin/journal/{name}/", {"q": "1"}).status_code == 200
    if row := model.objects.first():
        assert client.get(f"/admin/journal/{name}/{row.pk}/change/").status_code == 200
    assert client.get(f"/admin/journal/{name}/add/").status_code == 403


LONG_AGO = dt.datetime(2015, 3, 1, 12, tzinfo=dt.UTC)
WHO, WHERE = "Lê Văn Ngọ", "ngo@example.vn"


def an_invitation():
    return InvitationFactory(email=WHERE, full_name=WHO, problem=f"550 {WHERE}", expires_at=LONG_AGO)


def a_change_of_address():
    made = AddressChange.objects.create(
        user=UserFactory(), old=WHERE, new=f"moi-{WHERE}", ended_at=LONG_AGO, outcome="refused"
    )
    AddressChange.objects.filter(pk=made.pk).update(asked_at=LONG_AGO)
    return made


def a_session():
    return UserSession.objects.create(
        user=UserFactory(), ip="203.0.113.7", user_agent=WHO, session_key="k" * 32, last_seen_at=LONG_AGO
    )


def a_notice():
    made = NoticeFactory(title=WHO, body=WHERE)
    Notice.objects.filter(pk=made.pk).update(created_at=LONG_AGO)
    return made


def a_mail(**facts):
    return MailFactory(address=WHERE, text=WHO, problem=f"550 {WHERE}", day=LONG_AGO.date(), **facts)


@pytest.mark.parametrize(
    ("holding", "make"),
    [
        ("invitation", an_invitation),
        ("address_change", a_change_of_address),
        ("session", a_session),
        ("notice", a_notice),
        ("mail", lambda: a_mail(status="sent", sent_at=LONG_AGO)),
        ("mail", lambda: a_mail(status="failed", tries=6)),
    ],
)
def test_every_kind_is_erased_as_the_dry_run_said_and_only_once(holding, make):
    row = make()
    held = [word for word in (WHO, WHERE) if word in everything_about(row)]
    note_down(row, "try", by=None, note=f"cho {' '.join(held)}", who=held)
    seal()
    a_rule(holding)
    assert f"{holding}: 1 would be erased" in run(dry_run=True)
    assert f"{holding}: 1 erased" in run()
    told = everything_about(row)
    assert [word for word in (WHO, WHERE, "203.0.113.7") if word in told] == []
    assert f"{holding}: 0 would be erased" in run(dry_run=True)
    assert f"{holding}: 0 erased" in run()
    assert faults() == []


def test_whatever_hung_on_an_account_goes_with_it():
    gone = UserFactory(full_name=WHO, email=WHERE, is_active=False, last_login=LONG_AGO)
    gone.emailaddress_set.create(email=WHERE, verified=True, primary=True)
    SocialAccount.objects.create(user=gone, provider="vneid", uid=WHERE)
    AddressChange.objects.create(
        user=gone, old=WHERE, new=f"moi-{WHERE}", ended_at=LONG_AGO, outcome="refused"
    )
    UserSession.objects.create(
        user=gone, ip="203.0.113.7", user_agent="x", session_key="k" * 32, last_seen_at=LONG_AGO
    )
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=AdministratorFactory(), content_type=kind, object_id=gone.pk, object_repr=WHO, action_flag=2
    )
    seal()
    a_rule("account")
    assert "account: 1 erased" in run()
    with connection.cursor() as cursor:
        tables = [
            table for table in connection.introspection.table_names(cursor) if table != "django_session"
        ]
        left, sought = [], [f"%{WHO}%", f"%{WHERE}%", "%203.0.113.7%"]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE ANY(%s)', [sought])  # noqa: S608
            left += [table] if cursor.fetchone()[0] else []
    assert left == []
    assert faults() == []
