"""Which secrets this installation lives by: a list to keep with a backup, never the secrets themselves."""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from consolidation.documents.seal import KEY_FILE


@dataclass(frozen=True)
class Key:
    """A secret: what it is called, what is lost with it, a mark to recognise it by, and whether the backup holds it."""

    name: str
    lost_with_it: str
    mark: str
    is_in_backup: bool


def key_material() -> list[dict[str, object]]:
    """The secrets in use. A mark is the beginning of a hash: it tells two secrets apart and gives neither away."""
    seal = Path(settings.DATA_DIR) / KEY_FILE
    keys = [
        Key(
            "PORTAL_SECRET_KEY",
            "everybody signs in again; links in mails and second factors that were set up end",
            mark_of(settings.SECRET_KEY),
            is_in_backup=False,
        ),
        *(
            Key(
                "PORTAL_SECRET_KEY_FALLBACKS",
                "as above, for what was made under it",
                mark_of(key),
                is_in_backup=False,
            )
            for key in settings.SECRET_KEY_FALLBACKS
        ),
    ]
    lost = "reports issued from then on carry another seal, which every receiver has to confirm anew"
    if settings.PORTAL_SEAL_KEY:
        keys.append(Key("PORTAL_SEAL_KEY", lost, mark_of(settings.PORTAL_SEAL_KEY), is_in_backup=False))
    elif seal.exists():
        keys.append(Key(KEY_FILE, lost, mark_of(seal.read_text(encoding="ascii").strip()), is_in_backup=True))
    keys += [
        Key(name, "access to it; ask whoever runs it for a new one", "", is_in_backup=False)
        for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_EMAIL_URL")
    ]
    return [asdict(key) for key in keys]


def mark_of(secret: str) -> str:
    """What tells a secret from others and gives nothing of it away."""
    return hashlib.sha256(f"a mark of a key:{secret}".encode()).hexdigest()[:12]
