"""Writing the directory of provinces and organisations."""

from typing import Any

from organisations.loading.directory import Directory
from organisations.loading.rows import Tally, put
from organisations.models import (
    Organisation,
    OrganisationAlias,
    OrganisationGroup,
    Province,
    ProvinceSuccession,
    Succession,
)


def write_directory(directory: Directory, tally: Tally) -> None:
    """Add what is not there yet. Everything here is DOST's to edit, so rows that exist stay as they are."""
    _write_provinces(directory.provinces, tally)
    _write_organisations(directory.organisations["organisations"], tally)
    for row in directory.organisations["groups"]:
        put(
            OrganisationGroup,
            tally,
            find={"key": row["key"]},
            proposed={
                "phrase": row["phrase"],
                "variants": row["variants"],
                "resolution": row["resolves"],
                "standard": row["standard"] or "",
                "note": row["note"] or "",
            },
        )
    known = Organisation.objects.in_bulk(field_name="key")
    for row in directory.organisations["successions"]:
        put(
            Succession,
            tally,
            find={"old": known[row["old"]], "part": row["part"] or ""},
            proposed={"new": known[row["new"]] if row["new"] else None, **_fate(row)},
        )


def _write_provinces(data: dict[str, Any], tally: Tally) -> None:
    for row in data["provinces"]:
        put(
            Province,
            tally,
            find={"slug": row["slug"]},
            proposed={
                "name": row["name"],
                "code": row["code"]["value"],
                "kind": row["kind"],
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"],
                "evidence": row["code"]["evidence"],
                "note": row["note"] or "",
            },
        )
    known = Province.objects.in_bulk(field_name="slug")
    for row in data["successions"]:
        put(
            ProvinceSuccession,
            tally,
            find={"old": known[row["old"]]},
            proposed={"new": known[row["new"]], **_fate(row)},
        )


def _write_organisations(found: list[dict[str, Any]], tally: Tally) -> None:
    provinces = Province.objects.in_bulk(field_name="slug")
    written: dict[str, Organisation] = {}
    for row in sorted(found, key=lambda row: row["parent"] is not None):  # parents first
        is_new = not Organisation.objects.filter(key=row["key"]).exists()
        written[row["key"]] = put(
            Organisation,
            tally,
            find={"key": row["key"]},
            proposed={
                "province": provinces[row["province"]] if row["province"] else None,
                "kind": row["kind"],
                "standard": row["standard"],
                "name": row["name_vi"],
                "name_en": row["name_en"],
                "parent": written[row["parent"]] if row["parent"] else None,
                "named_in": row["named_in"],
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"],
                "evidence": row["evidence"],
                "note": row["note"] or "",
            },
        )
        for alias in row["aliases"] if is_new else []:
            put(OrganisationAlias, tally, find={"organisation": written[row["key"]], "text": alias})


def _fate(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "date": row["date"],
        "legal_basis": row["legal_basis"] or "",
        "evidence": row["evidence"],
        "note": row["note"] or "",
    }
