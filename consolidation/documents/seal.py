"""The seal under a report's data: who wrote them, and that nobody has changed them since.

Each installation has one Ed25519 key. It signs the canonical JSON of what it seals (keys sorted, no blanks, no
fractions but as text), so that the same data always carry the same seal. What the seal covers is what ``payload`` says:
``report.json`` names the hashes of the other files it travels with and repeats the words of the paper.

    {"schema": 1, …, "seal": {"algorithm": "Ed25519", "key": "…", "value": "…"}}    key and value in Base64
"""

import base64
import binascii
import json
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ALGORITHM = "Ed25519"
KEY_FILE = "seal.key"  # in the data folder, beside the files
SEAL = "seal"
ABOUT = (
    b"productivity-portal report seal 1\n"  # signed in front of the data: the key vouches for nothing else
)
SIZE = 32  # bytes of a key, private or public
FINGERPRINT = 32  # hexadecimal digits shown: nobody makes another key with the same
GROUP = 4


def public_key() -> str:
    """The installation's public key in Base64: others need it to check what it sealed."""
    return _as_text(_own_key().public_key().public_bytes_raw())


def fingerprint(key: str = "") -> str:
    """A public key (the installation's own unless given) as people compare it: “1f3a 90c2 …”, eight groups of four.

    ValueError: ``key`` is none.
    """
    digits = sha256(_bytes(key or public_key())).hexdigest()[:FINGERPRINT]
    return " ".join(digits[at : at + GROUP] for at in range(0, FINGERPRINT, GROUP))


def sealed(payload: dict[str, Any]) -> dict[str, Any]:
    """``payload`` with the installation's seal under it; a seal it carried is replaced.

    The same payload and key give the same seal. TypeError or ValueError: it holds what is no plain data, or a float.
    """
    bare = {name: value for name, value in payload.items() if name != SEAL}
    key = _own_key()
    value = key.sign(ABOUT + canonical(bare))
    public = _as_text(key.public_key().public_bytes_raw())
    return bare | {SEAL: {"algorithm": ALGORITHM, "key": public, "value": _as_text(value)}}


def check(payload: dict[str, Any], key: str) -> bool:
    """Whether ``payload`` carries the seal of the holder of the public ``key`` and is as it was when sealed."""
    said = payload.get(SEAL)
    if not isinstance(said, dict) or said.get("algorithm") != ALGORITHM or said.get("key") != key:
        return False
    bare = {name: value for name, value in payload.items() if name != SEAL}
    try:
        holder = Ed25519PublicKey.from_public_bytes(_bytes(key))
        holder.verify(base64.b64decode(said["value"], validate=True), ABOUT + canonical(bare))
    except (InvalidSignature, ValueError, TypeError, KeyError, RecursionError):
        return False
    return True


def key_of(payload: dict[str, Any]) -> str:
    """The public key ``payload`` says it was sealed with; "" where it names none that could be one."""
    said = payload.get(SEAL)
    key = said.get("key") if isinstance(said, dict) else None
    try:
        return key if isinstance(key, str) and _bytes(key) else ""
    except ValueError:
        return ""


def canonical(payload: dict[str, Any]) -> bytes:
    """The one spelling of plain data that is signed and hashed. ValueError: a float, which machines write differently."""
    _refuse_floats(payload)
    return json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a float has no place in sealed data; write it as text")  # noqa: TRY004 - of plain data
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("names in sealed data are text")
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def _own_key() -> Ed25519PrivateKey:
    given = settings.PORTAL_SEAL_KEY or _kept(Path(settings.DATA_DIR) / KEY_FILE)
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(given))
    except ValueError as problem:
        raise ImproperlyConfigured(
            "PORTAL_SEAL_KEY (or seal.key in the data folder) must be 64 hexadecimal digits."
        ) from problem


def _kept(file: Path) -> str:
    """The key in the data folder; the first process that needs one makes it, whoever comes at the same time reads it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_hex(SIZE) + "\n")
                out.flush()
                os.fsync(out.fileno())
            os.link(beside, file)  # whole or not at all, and never over a key that is there
        except FileExistsError:
            pass  # somebody was quicker
        finally:
            beside.unlink()
    return file.read_text().strip()


def _bytes(key: str) -> bytes:
    try:
        value = base64.b64decode(key, validate=True)
    except binascii.Error as problem:
        raise ValueError("not Base64") from problem
    if len(value) != SIZE or _as_text(value) != key:
        raise ValueError("not the size of a key, or not its one spelling")
    return value


def _as_text(value: bytes) -> str:
    return base64.b64encode(value).decode()
