"""Passwords that are known to everybody are not taken, without asking anybody."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError

from accounts.models import User
from accounts.passwords import OWN_LIST, KnownPasswordValidator

GOOD = ["mot-mat-khau-dai", "bốn từ dễ nhớ thôi", "ghế tre xanh nước mắm", "cà phê 7 giờ sáng thứ ba"]  # fmt: skip


def refused(password: str, user=None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as no:
        return {error.code for error in no.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123456",
        "MatKhau@2026",
        "mật khẩu 2026",
        "mat-khau-2026!",
        "anhyeuem1990",
        "Việt Nam vô địch 2026",
        "vietnam20261122",
        "m@tkh4u2026",
        "P@ssw0rd2026",
        "HungYen@2026",
        "hanoivietnam2026",
        "nangsuatchatluong1",
        "abcabcabcabc",
        "đăng nhập 12345",
    ],
)
def test_what_people_in_vietnam_take_is_known(password):
    assert "known_password" in refused(password)


@pytest.mark.parametrize("password", GOOD)
def test_several_words_that_do_not_belong_together_are_taken(password):
    assert refused(password) == set()


@pytest.mark.parametrize(
    "password",
    [
        "0912345678",
        "0912 345 678",
        "+84-912-345-678",
        "001090012345",
        "0101234567-001",
        "25/11/2026.1",
        "98765432109876543210",
    ],
)
def test_a_number_people_have_of_themselves_is_known(password):
    assert "known_password" in refused(password)


@pytest.mark.parametrize("signs", ["1", "a", "ă!"])
def test_a_megabyte_is_judged_at_once(signs):
    assert refused(f"{signs * 1_000_000}x") == set()  # looked at sign by sign it would never end


def test_a_long_number_of_chance_is_taken():
    assert refused("271828904523536028") == set()


def test_ones_own_name_or_address_is_not_taken():
    person = User(email="nguyen.lan@so.example", full_name="Nguyễn Thị Lan")
    assert refused("nguyen.lan@so", person) == {"password_too_similar"}
    assert refused("nguyễn thị lan", person) == {"password_too_similar"}


def test_the_list_is_written_as_it_is_compared():
    lines = [line for line in OWN_LIST.read_text().splitlines() if not line.startswith("#")]
    assert lines == sorted(set(lines))
    assert all(line.isascii() and line == line.lower() and " " not in line for line in lines)


@pytest.fixture
def breached(settings, tmp_path):
    """A file of 5 000 breached passwords, as they are published: with counts, upper case, Windows line ends."""
    hashes = sorted(hashlib.sha1(f"lo-{n}-ra-ngoai".encode()).hexdigest().upper() for n in range(5000))  # noqa: S324

    def write(line="{}:7\r\n"):
        file = tmp_path / "breached.txt"
        file.write_bytes("".join(line.format(each) for each in hashes).encode())
        settings.PORTAL_BREACHED_PASSWORDS = str(file)

    return write


@pytest.mark.parametrize("line", ["{}:7\r\n", "{}:12345\n", "{}\n"])
def test_a_file_of_breached_passwords_is_searched_line_by_line_of_any_length(breached, line):
    breached(line)
    assert all(refused(f"lo-{n}-ra-ngoai") == {"known_password"} for n in range(0, 5000, 7))
    assert all(refused(f"khong-lo-{n}-ra") == set() for n in range(700))


def test_each_hash_is_found_with_few_reads(breached, settings, monkeypatch):
    breached()
    reads = []
    from accounts import passwords

    real = passwords._line_from
    monkeypatch.setattr(passwords, "_line_from", lambda file, place: reads.append(1) or real(file, place))
    KnownPasswordValidator().validate("khong-co-trong-do-dau")
    assert len(reads) <= 20


def test_an_empty_file_knows_nothing_and_a_missing_one_is_told(settings, tmp_path):
    (tmp_path / "empty").write_text("")
    settings.PORTAL_BREACHED_PASSWORDS = str(tmp_path / "empty")
    assert refused("ghế tre xanh nước mắm") == set()
    settings.PORTAL_BREACHED_PASSWORDS = str(tmp_path / "missing")
    with pytest.raises(ImproperlyConfigured, match="PORTAL_BREACHED_PASSWORDS"):
        validate_password("ghế tre xanh nước mắm")
