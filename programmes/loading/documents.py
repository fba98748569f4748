"""Writing the documents a plan is, or rests on."""

from typing import Any

from organisations.loading.rows import Tally, put
from organisations.models import Organisation, Province
from programmes.models import LegalDocument


def put_document(data: dict[str, Any], tally: Tally, *, known: LegalDocument | None) -> LegalDocument:
    """The document of a plan or report. ``known`` is the row already there, whatever its number says by now.

    What the paper lacks (number, day) is only started empty: staff may complete it and theirs stays.
    """
    issuer = _organisation(data["issuer"])
    enacted: dict[str, Any] = {
        "kind": data["kind"],
        "number_raw": data["number_raw"],
        "issuer": issuer,
        "issuer_text": data["issuer_text"] or "",
        "abstract": data["title"],
        "province": issuer.province if issuer else None,
    }
    may_be_completed = {
        "number_and_symbol": f"{data['number'] or ''}/{data['symbol']}",
        "issued_on": data["issued_on"],
        "issued_year": data["issued_year"],
        "issued_month": data["issued_month"],
        "signer": data["signer"] or "",
        "signing_form": " / ".join(filter(None, (data["signing_form"], data["signer_position"]))),
        "place": data["place"] or "",
    }
    lacking = {name for name, value in may_be_completed.items() if value in (None, "")}
    if data["number"] is None:
        lacking.add("number_and_symbol")
    enacted |= {name: value for name, value in may_be_completed.items() if name not in lacking}
    find = {"pk": known.pk} if known else {name: enacted.pop(name) for name in ("kind", "issuer", "abstract")}
    return put(
        LegalDocument,
        tally,
        find=find,
        enacted=enacted,
        proposed={name: may_be_completed[name] for name in lacking},
    )


def put_basis_document(data: dict[str, Any], tally: Tally) -> LegalDocument:
    """A document a plan cites. Plans word the same title differently, so the first wording stays."""
    issuer = _organisation(data["issuer"])
    is_numbered = data["number_text"] is not None
    find = {"kind": data["kind"], "issued_on": data["issued_on"]}
    worded = {"abstract": data["abstract"] or ""}
    if is_numbered:
        find["number_and_symbol"] = data["number_text"]
    else:
        find |= worded  # a law is known by its name and day
    there = LegalDocument.objects.filter(**find).first()
    if there is not None:
        tally.unchanged[LegalDocument.__name__] += 1
        return there
    return put(
        LegalDocument,
        tally,
        find=find,
        enacted={
            "number_raw": data["number_text"] or "",
            "issuer": issuer,
            "issuer_text": data["issuer_text"] or "",
            "province": issuer.province if issuer else None,
            **(worded if is_numbered else {}),
        },
    )


def province_of(slug: str) -> Province:
    """The province of that slug, which the directory has just written."""
    return Province.objects.get(slug=slug)


def _organisation(key: str | None) -> Organisation | None:
    return Organisation.objects.select_related("province").get(key=key) if key else None
