"""How passwords are kept: Argon2id, which costs a guesser memory and the portal a fortieth of a second."""

from django.contrib.auth import hashers


class Argon2Hasher(hashers.Argon2PasswordHasher):
    """Argon2id with the smallest parameters OWASP names that need little memory (19 MiB, two passes, one lane).

    Django's own (100 MiB, eight lanes) would let a few hundred people who come back at eight o'clock fill the memory
    of a small machine. Hashes of other methods and parameters are renewed when their owner signs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
