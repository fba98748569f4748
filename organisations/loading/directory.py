"""Provinces, organisations, what became of them, and group phrases: their files, read and checked."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from common.vietnamese import fold
from organisations.loading.problems import Report, read_file
from organisations.loading.shapes import (
    Shape,
    cell,
    choice,
    counted,
    day,
    flag,
    lines,
    maybe,
    record,
    rows,
    text,
    whole,
)
from organisations.models import Evidence, OrganisationKind, Resolution, SuccessionKind
from organisations.models.province import ProvinceKind

DATA = Path(__file__).resolve().parent.parent / "data"

evidence = choice(Evidence.values)
named_in = rows(record(document=text, lines=lines))
PROVINCES = record(
    expect=record(provinces=whole, successions=whole),
    provinces=rows(
        record(
            slug=text, name=text, code=record(value=text, evidence=evidence), kind=choice(ProvinceKind.values), kind_evidence=evidence,
            valid_from=maybe(day), valid_to=maybe(day), validity_evidence=maybe(evidence), note=maybe(text),
        ),
        key="slug",
    ),
    successions=rows(
        record(old=text, new=text, kind=choice(SuccessionKind.values), date=day, legal_basis=text, evidence=evidence, note=maybe(text))
    ),
)  # fmt: skip
ORGANISATIONS = record(
    expect=record(organisations=whole, successions=whole, groups=whole),
    organisations=rows(
        record(
            key=text, province=maybe(text), standard=text, kind=choice(OrganisationKind.values), name_vi=text, name_en=text,
            parent=maybe(text), aliases=rows(text), valid_from=maybe(day), valid_to=maybe(day), validity_evidence=maybe(evidence),
            named_in=named_in, evidence=evidence, note=maybe(text),
        ),
        key="key",
    ),
    successions=rows(
        record(
            old=text, new=maybe(text), kind=choice(SuccessionKind.values), part=maybe(text), date=day, date_evidence=evidence,
            legal_basis=maybe(cell), evidence=evidence, needs_assignment=flag, note=maybe(text),
        )
    ),
    groups=rows(
        record(key=text, phrase=text, variants=rows(text), resolves=choice(Resolution.values), standard=maybe(text), note=maybe(text), named_in=named_in),
        key="key",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Directory:
    """The two files as read: provinces.yaml and organisations.yaml."""

    provinces: dict[str, Any]
    organisations: dict[str, Any]

    @property
    def slugs(self) -> set[str]:
        """Slugs of all provinces."""
        return {row["slug"] for row in self.provinces["provinces"]}

    @property
    def keys(self) -> set[str]:
        """Keys of all organisations."""
        return {row["key"] for row in self.organisations["organisations"]}

    @property
    def groups(self) -> set[str]:
        """Keys of all group phrases."""
        return {row["key"] for row in self.organisations["groups"]}

    def names_of(self, key: str) -> list[str]:
        """Every way in which texts may name an organisation or group phrase, with and without "Sở"."""
        for row in self.organisations["organisations"]:
            if row["key"] == key:
                names = [row["name_vi"], *row["aliases"]]
                return names + [name.removeprefix("Sở ") for name in names if name.startswith("Sở ")]
        group = next(row for row in self.organisations["groups"] if row["key"] == key)
        return [group["phrase"], *group["variants"]]


def read_directory(folder: Path, report: Report) -> Directory | None:
    """Both files, or None where their faults are too deep to look any further; every fault is noted."""
    provinces = _read(folder, "provinces.yaml", PROVINCES, report)
    organisations = _read(folder, "organisations.yaml", ORGANISATIONS, report)
    if provinces is None or organisations is None:
        return None
    directory = Directory(provinces, organisations)
    _check_provinces(directory, report.about("provinces.yaml"))
    _check_organisations(directory, report.about("organisations.yaml"))
    return directory


def _read(folder: Path, name: str, shape: Shape, report: Report) -> dict[str, Any] | None:
    here = report.about(name)
    data = read_file(folder / name, here)
    if here.is_clean:
        shape(data, "", here)
    return data if here.is_clean else None


def _check_provinces(directory: Directory, report: Report) -> None:
    data = directory.provinces
    counted(report, data["expect"], {name: len(data[name]) for name in ("provinces", "successions")})
    _check_days(data["provinces"], "provinces", "slug", report)
    _check_successions(data["successions"], {row["slug"]: row for row in data["provinces"]}, report)
    for code, times in Counter(row["code"]["value"] for row in data["provinces"]).items():
        if times > 1:
            report.say("provinces", _("The code %(code)s stands for several provinces.") % {"code": code})


def _check_organisations(directory: Directory, report: Report) -> None:
    data = directory.organisations
    counted(
        report, data["expect"], {name: len(data[name]) for name in ("organisations", "successions", "groups")}
    )
    known = {row["key"]: row for row in data["organisations"]}
    for row in data["organisations"]:
        place = f"organisations[{row['key']}]"
        if row["province"] is not None and row["province"] not in directory.slugs:
            report.say(f"{place}.province", _("There is no province “%(slug)s”.") % {"slug": row["province"]})
        if row["parent"] is not None and row["parent"] not in known:
            report.say(f"{place}.parent", _("There is no organisation “%(key)s”.") % {"key": row["parent"]})
        if row["evidence"] == Evidence.SEED and not row["named_in"]:
            report.say(
                f"{place}.named_in", _("It is marked as named in a document, but no document is given.")
            )
    _check_days(data["organisations"], "organisations", "key", report)
    _check_names(data["organisations"], report)
    _check_successions(data["successions"], known, report)


def _check_days(found: list[dict[str, Any]], place: str, key: str, report: Report) -> None:
    for row in found:
        if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
            report.say(f"{place}[{row[key]}].valid_to", _("It ends before it begins."))


def _check_names(found: list[dict[str, Any]], report: Report) -> None:
    """One name may stand for one body of a province only, or a text that uses it cannot be read."""
    taken: dict[tuple[str | None, str], str] = {}
    for row in found:
        for name in dict.fromkeys(fold(name) for name in [row["name_vi"], *row["aliases"]]):
            other = taken.setdefault((row["province"], name), row["key"])
            if other != row["key"]:
                report.say(
                    f"organisations[{row['key']}].aliases",
                    _("“%(name)s” already stands for %(other)s.") % {"name": name, "other": other},
                )


def _check_successions(found: list[dict[str, Any]], known: dict[str, dict[str, Any]], report: Report) -> None:
    seen: set[tuple[str, str | None]] = set()
    for number, row in enumerate(found, start=1):
        place = f"successions[{number}]"
        for end in ("old", "new"):
            if row[end] is not None and row[end] not in known:
                report.say(f"{place}.{end}", _("“%(key)s” is not in this file.") % {"key": row[end]})
        if row["old"] == row["new"]:
            report.say(place, _("“%(key)s” cannot succeed itself.") % {"key": row["old"]})
        if (row["old"], row.get("part")) in seen:
            report.say(place, _("The same part of “%(key)s” is given away twice.") % {"key": row["old"]})
        seen.add((row["old"], row.get("part")))
        if "needs_assignment" in row and row["needs_assignment"] != (row["new"] is None):
            report.say(
                f"{place}.needs_assignment", _("A successor must be assigned exactly where none is given.")
            )
        ended = known[row["old"]]["valid_to"] if row["old"] in known else None
        if row["old"] in known and ended != row["date"] - dt.timedelta(days=1):
            report.say(f"{place}.date", _("“%(key)s” does not end on the day before.") % {"key": row["old"]})
