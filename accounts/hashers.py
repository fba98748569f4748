"""How passwords are kept: Argon2id, which costs a guesser memory and the portal a fortieth of a second."""

from django.contrib.auth import hashers

from common.vietnamese import nfc

OLD = "pbkdf2_"  # how hashes of before begin
ASKED_BY = 2  # backends that look at the password of a sign-in


class Argon2Hasher(hashers.Argon2PasswordHasher):
    """Argon2id with the smallest parameters OWASP names that need little memory (19 MiB, two passes, one lane).

    Django's own (100 MiB, eight lanes) would let a few hundred people who come back at eight o'clock fill the memory
    of a small machine. Hashes of other methods and parameters are renewed when their owner signs in. Composed letters and
    letters with marks behind them are the same password: one keyboard types these, another those.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash."""
        return str(super().encode(nfc(password), salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether it is the password."""
        return bool(super().verify(nfc(password), encoded))


def spend_the_other(encoded: str) -> None:
    """The work of the method that did not look at a password refused for ``encoded`` ("": nobody's)."""
    other = Argon2Hasher() if encoded.startswith(OLD) else hashers.PBKDF2PasswordHasher()
    for _backend in range(ASKED_BY):
        other.encode("a password", other.salt())
