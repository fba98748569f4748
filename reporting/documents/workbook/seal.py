"""What a workbook says about itself, sealed so that a foreign or patched-up template is recognised."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from reporting.documents.workbook.layout import TEMPLATE

SALT = "reporting.workbook"
CHUNK = 400  # ids in one cell, which holds 32 767 characters


@dataclass(frozen=True, kw_only=True)
class Seal:
    """Whose form a workbook holds, in which edition, and the ids of its rows."""

    submission: int
    period: int
    unit: int
    edition: str
    template: int = TEMPLATE
    ids: tuple[str, ...] = ()

    def cells(self) -> list[tuple[str, str]]:
        """Names and values as they stand in the hidden sheet, the code over all of them last."""
        facts = [(f.name, str(getattr(self, f.name))) for f in fields(self) if f.name != "ids"]
        parts = [("ids", " ".join(self.ids[at : at + CHUNK])) for at in range(0, len(self.ids), CHUNK)]
        return [*facts, *parts, ("seal", self._code(settings.SECRET_KEY))]

    def is_ours(self, code: str) -> bool:
        """Whether this portal wrote ``code`` over just these facts; a key before the last change still counts."""
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(constant_time_compare(code, self._code(key)) for key in keys)

    def _code(self, key: str) -> str:
        said = json.dumps(asdict(self), sort_keys=True)
        return salted_hmac(SALT, said, secret=key, algorithm="sha256").hexdigest()


def read_seal(cells: Iterable[tuple[str, str]]) -> tuple[Seal, str]:
    """The facts of a hidden sheet and the code beside them. ValueError where something is missing or no number."""
    found: dict[str, str] = {}
    ids: list[str] = []
    for name, value in cells:
        if name == "ids":
            ids += value.split()
        else:
            found.setdefault(name, value)
    return Seal(**_numbers(found), edition=found.get("edition", ""), ids=tuple(ids)), found.get("seal", "")


def _numbers(found: Mapping[str, str]) -> dict[str, int]:
    names = ("submission", "period", "unit", "template")
    said = {name: found.get(name, "") for name in names}
    if not all(value.isascii() and value.isdigit() and len(value) <= 18 for value in said.values()):  # noqa: PLR2004 - a bigint
        raise ValueError(sorted(said))
    return {name: int(value) for name, value in said.items()}
