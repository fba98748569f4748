"""Statements stay prepared on a connection, and are prepared anew when an upgrade changes what they answer."""

import pytest
from django.db import NotSupportedError, connection, transaction

from common.outages import Outage, outage_of
from enterprises.models import Enterprise
from organisations.models import Province
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SELECT = "SELECT word FROM common_prepared_trial WHERE id = %s"
PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


@pytest.fixture
def table():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE common_prepared_trial (id int, word varchar(10))")
        cursor.execute("INSERT INTO common_prepared_trial VALUES (1, 'một')")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE common_prepared_trial")


def word():
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [1])
        return cursor.fetchone()[0]


def widen():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_prepared_trial ALTER COLUMN word TYPE varchar(20)")


def prepared(words):
    with connection.cursor() as cursor:
        cursor.execute(PREPARED, [f"%{words}%"])
        return cursor.fetchone()[0]


def test_what_is_asked_again_and_again_is_prepared_once():
    for _again in range(5):
        Province.objects.filter(slug="ha-noi").first()
    assert prepared('FROM "organisations_province" WHERE "organisations_province"."slug" =') == 1


@pytest.mark.parametrize("lookup", ["contains", "regex", "trigram_word_similar"])
def test_what_looks_for_words_is_planned_for_those_words(lookup):
    for _again in range(5):
        Enterprise.objects.filter(**{f"folded__{lookup}": "binh minh"}).first()
    assert prepared('FROM "enterprises_enterprise" WHERE') == 0
    for _again in range(5):
        Province.objects.filter(slug="ha-noi").first()
    assert prepared('FROM "organisations_province" WHERE') == 1  # the others stay so


def test_a_statement_is_prepared_anew_when_an_upgrade_changed_its_table(table):
    assert [word() for _again in range(5)] == ["một"] * 5
    assert at_once(widen) == ["done"]  # by another connection, as an upgrade does
    assert word() == "một"


def test_inside_a_transaction_it_is_an_outage_and_the_next_one_is_well(table):
    assert [word() for _again in range(5)] == ["một"] * 5
    assert at_once(widen) == ["done"]
    with pytest.raises(NotSupportedError) as told, transaction.atomic():
        word()
    assert outage_of(told.value) == Outage.DATABASE  # begun again it is well
    with transaction.atomic():
        assert word() == "một"


def test_what_is_not_supported_for_another_reason_is_told():
    with pytest.raises(NotSupportedError), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT ON (slug) slug FROM organisations_province FOR UPDATE")
