"""Who opened which personal record is known, once an hour, and costs the page no query."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import ConnectionError as NoRedis

from journal.actions import reading, seal, write_readings
from journal.duties import look_after_the_journal
from journal.models import Reading, Seal
from reporting.models import CertifiedExpert, WorkbookUpload
from tests.accounts.signing_in import a_person, confirm_password, sign_in
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.api import Program, a_token
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import SpecialistFactory
from tests.factories.reporting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def official(enterprise):
    return SpecialistFactory(organisation__province=enterprise.province).user


def visit(client, user, name, *arguments):
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name, args=arguments))


def test_opening_an_enterprise_is_noted_once_an_hour(client, enterprise, official):
    for _ in range(3):
        assert visit(client, official, "enterprises:enterprise_detail", enterprise.pk).status_code == 200
    assert Reading.objects.count() == 0  # it waits for the tick
    assert write_readings() == 3
    line = Reading.objects.of(enterprise).get()
    assert (line.by, line.place, line.is_own) == (official, "enterprises:enterprise_detail", False)
    assert len(line.request) == 32


def test_the_next_hour_is_a_line_of_its_own(rf, enterprise, official):
    request = rf.get("/")
    request.user, request.resolver_match = official, None
    now = timezone.now()
    for hours in (0, 1):
        reading.note_reading(request, enterprise)
        write_readings()
        Reading.objects.filter(pk__gt=0).exists()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL portal.erasing = 'by a dated rule'")
            cursor.execute("UPDATE journal_reading SET hour = hour - %s", [dt.timedelta(hours=hours + 1)])
            cursor.execute("SET LOCAL portal.erasing = ''")
    assert Reading.objects.filter(at__gte=now).count() == 2


def test_its_own_people_are_told_from_officials(client, enterprise):
    member = EnterpriseMembershipFactory(enterprise=enterprise).user
    visit(client, member, "enterprises:enterprise_detail", enterprise.pk)
    write_readings()
    assert Reading.objects.get().is_own


def test_while_the_queue_is_down_a_reading_is_written_at_once(client, enterprise, official, monkeypatch):
    def down():
        raise NoRedis

    monkeypatch.setattr(reading, "_redis", down)
    visit(client, official, "enterprises:enterprise_detail", enterprise.pk)
    assert Reading.objects.of(enterprise).get().by == official


def test_a_line_stays_in_the_queue_until_it_is_kept(
    client, enterprise, official, django_capture_on_commit_callbacks
):
    visit(client, official, "enterprises:enterprise_detail", enterprise.pk)
    write_readings()  # the surrounding transaction is not kept yet
    redis, key = reading._redis(), cache.make_key(reading.QUEUE)
    assert redis.llen(key) == 1
    with django_capture_on_commit_callbacks(execute=True):
        write_readings()
    assert (redis.llen(key), Reading.objects.count()) == (0, 1)


def test_readings_are_sealed_and_never_changed(client, enterprise, official):
    visit(client, official, "enterprises:enterprise_detail", enterprise.pk)
    write_readings()
    seal()
    assert Seal.objects.get(kind="reading").count == 1
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Reading.objects.all().delete()


def test_who_read_it_is_shown_to_dost_by_name_and_to_the_enterprise_without(client, enterprise, official):
    member = EnterpriseMembershipFactory(enterprise=enterprise).user
    for each in (official, member):
        visit(client, each, "enterprises:enterprise_detail", enterprise.pk)
    write_readings()
    shown = {
        user: visit(client, user, "journal:record_readers", "enterprises.enterprise", enterprise.pk)
        for user in (official, member, AdministratorFactory())
    }
    assert [official.full_name in page.content.decode() for page in shown.values()] == [True, False, True]
    assert "Một cán bộ" in shown[member].content.decode() or "An official" in shown[member].content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_the_register_is_a_reading_of_each_row_in_it(client, enterprise, official, kind):
    other = EnterpriseFactory()
    visit(client, official, "enterprises:table_file", kind)
    write_readings()
    assert Reading.objects.of(enterprise).get().place == "enterprises:table_file"
    assert not Reading.objects.of(other).exists()


def test_what_a_program_lists_was_read_by_its_holder(client, enterprise, official):
    token = a_token(official.memberships.get().organisation, holder=official)[1]
    for address in (reverse("api:enterprises"), reverse("api:enterprise", args=[enterprise.pk])):
        assert Program(token).get(address).status_code == 200
    write_readings()
    assert Reading.objects.of(enterprise).get().by == official  # once an hour


def test_a_long_list_waits_as_few_lines(official, django_capture_on_commit_callbacks):
    reading.note_readings(official, type(official), list(range(1, 2502)), place="x")
    with django_capture_on_commit_callbacks(execute=True):
        assert write_readings() == 3
    assert Reading.objects.count() == 2501


def test_a_stranger_learns_nothing(client, enterprise):
    assert (
        visit(
            client, UserFactory(), "journal:record_readers", "enterprises.enterprise", enterprise.pk
        ).status_code
        == 404
    )


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_lose_no_reading():
    """The second takes the same lines before the first has taken them off the queue; others come meanwhile."""
    redis, key = reading._redis(), cache.make_key(reading.QUEUE)
    person, enterprise = UserFactory(), EnterpriseFactory()

    def opened(hour):
        at = dt.datetime(2026, 11, 21, hour, tzinfo=dt.UTC).isoformat()
        told = {
            "by_id": person.pk,
            "at": at,
            "record_type": "enterprises.enterprise",
            "record_id": enterprise.pk,
        }
        redis.rpush(key, json.dumps(told | {"is_own": False, "place": "", "request": ""}))

    opened(1)
    opened(2)
    taken = redis.lrange(key, 0, -1)
    assert write_readings() == 2
    opened(3)
    reading._take_off(taken, [])  # what the second tick does a moment later
    assert (redis.llen(key), write_readings(), redis.llen(key)) == (1, 1, 0)
    assert Reading.objects.count() == 3


def test_a_line_nobody_can_read_is_put_aside_and_holds_nobody_up(
    client, enterprise, official, django_capture_on_commit_callbacks
):
    redis, key = reading._redis(), cache.make_key(reading.QUEUE)
    for line in ('{"at": "nie"}', "[]", "{", '{"at": "2026-11-21T00:00:00+00:00", "colour": "red"}'):
        redis.rpush(key, line)
    visit(client, official, "enterprises:enterprise_detail", enterprise.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert write_readings() == 5
    assert Reading.objects.of(enterprise).get().by == official
    assert (redis.llen(key), redis.llen(cache.make_key(reading.ASIDE))) == (0, 4)


@pytest.mark.django_db(transaction=True)
def test_readings_that_cannot_be_written_stop_no_seal():
    far = {"by_id": 1, "at": "2026-11-21T00:00:00+00:00", "record_type": "a.b", "record_id": 10**30}
    reading._redis().rpush(cache.make_key(reading.QUEUE), json.dumps(far | {"is_own": False, "place": ""}))
    EnterpriseFactory()
    with pytest.raises(DataError):
        look_after_the_journal()
    assert Seal.objects.exists()


@pytest.fixture
def form():
    """A form that tells of a certified expert, its unit's person, and a specialist of the DOST."""
    here = stage()
    expert = CertifiedExpert.objects.create(line=here.line, full_name="Trần Văn Chuyên")
    dost = SpecialistFactory(organisation__province=here.submission.period.plan.province).user
    return here, expert, dost


def test_whoever_sees_the_experts_of_a_form_reads_them(client, form):
    here, expert, dost = form
    other = CertifiedExpert.objects.create(line=here.line, full_name="Lê Thị Khác")
    pk = here.submission.pk
    assert visit(client, dost, "reporting:submission_records", pk).status_code == 200
    assert (
        visit(client, here.focal, "reporting:record_change", pk, "chuyen-gia", expert.pk).status_code == 200
    )
    assert visit(client, here.focal, "reporting:workbook_template", pk).status_code == 200
    write_readings()
    read = Reading.objects.filter(record_type="reporting.certifiedexpert").order_by("pk")
    assert sorted(read.values_list("by", "record_id", "is_own")) == sorted(
        [(dost.pk, each.pk, False) for each in (expert, other)]
        + [(here.focal.pk, each.pk, True) for each in (expert, other)]
    )


def test_a_workbook_that_was_sent_up_is_read_by_whoever_takes_it(client, form):
    here, _expert, dost = form
    told = {"level": "error", "sheet": "Số liệu", "cell": "K5", "what": "x", "why": "y", "how": "z"}
    facts = {"name": "x.xlsx", "size": 2, "sha256": "0", "base_version": 1, "problems": [told]}
    upload = WorkbookUpload.objects.create(submission=here.submission, uploaded_by=here.focal, **facts)
    upload.file.save("x.xlsx", ContentFile(b"PK"))
    for name in ("reporting:workbook_original", "reporting:workbook_upload"):
        assert visit(client, dost, name, here.submission.pk, upload.pk).status_code == 200
    write_readings()
    assert Reading.objects.of(upload).get().by == dost


def test_pages_of_the_administration_count_for_every_kind_of_personal_record(client, form):
    _here, expert, _dost = form
    boss = AdministratorFactory(is_staff=True)
    assert visit(client, boss, "admin:reporting_certifiedexpert_change", expert.pk).status_code == 200
    write_readings()
    assert Reading.objects.of(expert).get().by == boss


def test_an_administrator_who_looks_as_somebody_sees_is_the_one_who_reads(client, enterprise, official):
    boss = a_person("chu@so.example", is_staff=True, is_superuser=True)
    sign_in(client, boss.email)
    confirm_password(client, reverse("mfa_activate_totp"))
    client.post(f"/nguoi/{official.pk}/xem/", {"reason": "Không thấy"})
    assert client.get(reverse("enterprises:enterprise_detail", args=[enterprise.pk])).status_code == 200
    write_readings()
    assert Reading.objects.of(enterprise).get().by == boss
