"""The seal under a report's data."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import settings as within
from hypothesis import strategies as st

from consolidation.documents import seal

PAYLOAD = {
    "schema": 1,
    "text": "Báo cáo “năm 2026”",
    "targets": [{"value": "12.5", "year": 2026, "nil": None}],
}
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_what_was_sealed_is_checked_also_after_it_was_written_and_read():
    told = json.loads(json.dumps(seal.sealed(PAYLOAD), indent=3))
    assert seal.check(told, seal.public_key())
    assert {name: told[name] for name in PAYLOAD} == PAYLOAD


def test_the_same_data_carry_the_same_seal_in_whatever_order():
    turned = dict(reversed(list(PAYLOAD.items())))
    assert seal.sealed(PAYLOAD) == seal.sealed(turned) == seal.sealed(seal.sealed(PAYLOAD))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["targets"][0].update(value="13.5"),
        lambda told: told.update(more="x"),
        lambda told: told.pop("text"),
        lambda told: told.pop("seal"),
        lambda told: told.update(seal="x"),
        lambda told: told["seal"].pop("value"),
        lambda told: told["seal"].update(value="x"),
        lambda told: told["seal"].update(value=None),
        lambda told: told["seal"].update(algorithm="none"),
        lambda told: told["targets"][0].update(value=13.5),
    ],
)
def test_whatever_is_changed_breaks_it(change):
    told = json.loads(json.dumps(seal.sealed(PAYLOAD)))
    change(told)
    assert not seal.check(told, seal.public_key())


def test_the_seal_of_another_key_is_not_ours(settings):
    ours = seal.public_key()
    settings.PORTAL_SEAL_KEY = "ab" * 32
    told = seal.sealed(PAYLOAD)
    assert seal.check(told, seal.public_key())
    assert not seal.check(told, ours)
    told["seal"]["key"] = ours  # who says so is not believed
    assert not seal.check(told, ours)
    assert not seal.check(told, "")


@within(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=5))
def test_any_plain_data_are_sealed_and_checked(payload):
    payload.pop("seal", None)
    with_key = seal.sealed(payload)
    assert seal.check(json.loads(json.dumps(with_key)), with_key["seal"]["key"])


def test_a_float_has_no_place_in_sealed_data():
    with pytest.raises(ValueError, match="float"):
        seal.sealed({"value": 1.5})


def test_many_who_come_at_once_find_one_key(settings):
    with ThreadPoolExecutor(16) as people:
        keys = set(people.map(lambda _n: seal.public_key(), range(64)))
    assert len(keys) == 1
    file = settings.DATA_DIR / seal.KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [kept.name for kept in settings.DATA_DIR.iterdir()] == [seal.KEY_FILE]


def test_a_key_given_in_the_settings_is_used_and_a_wrong_one_refused(settings):
    settings.PORTAL_SEAL_KEY = "01" * 32
    known = seal.public_key()
    assert known == "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w="  # of this seed, as every library has it
    assert seal.fingerprint() == seal.fingerprint(known)
    assert [len(group) for group in seal.fingerprint().split(" ")] == [4] * 8
    assert not settings.DATA_DIR.exists()
    settings.PORTAL_SEAL_KEY = "01" * 31
    with pytest.raises(ImproperlyConfigured):
        seal.public_key()


@pytest.mark.parametrize("key", ["", "x", "AAAA", 7, None])
def test_what_is_no_key_is_none(key):
    assert seal.key_of({"seal": {"key": key}}) == ""
    assert seal.key_of({"seal": key}) == ""
