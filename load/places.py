"""Provinces and the units of each: those the portal knows, and as many made up as are missing."""

from django.db.models import Q
from django.utils import timezone

from common.vietnamese import fold, sort_key
from load.pour import Copy, Row, pour, reserved
from organisations.models import Evidence, Organisation, OrganisationKind, Province

STAFFED = "DOST"  # the body that asks for the reports
NOTE = "Dữ liệu thử tải, không có thật."
STANDARDS = ("DOST", "DOIT", "DOFA", "DOHA", "DAE", "DOF", "DOC", "DOH", "PPC")  # the bodies of today's plan


def some_provinces(count: int) -> list[Province]:
    """So many provinces of today; those the plan files do not know are made up."""
    there = list(Province.objects.filter(successors__isnull=True).order_by("pk")[:count])
    names = {number: f"Đo {number}" for number in range(len(there), count)}
    made = [
        Province(slug=f"do-{number}", name=name, order=f"zz{number:02}", folded=fold(name), note=NOTE)
        for number, name in names.items()
    ]
    return there + Province.objects.bulk_create(made)


def settle(provinces: list[Province], units: int) -> dict[int, list[Organisation]]:
    """Give every province the bodies of today's plan and made-up ones up to ``units``; by province, those that report."""
    patterns = {
        body.standard: body
        for body in Organisation.objects.filter(key__in=[f"ha-noi/{s}" for s in STANDARDS])
    }
    today = timezone.localdate()
    known: dict[int, list[Organisation]] = {}
    for body in Organisation.objects.on(today).filter(province__in=provinces).filter(~Q(standard="")):
        known.setdefault(body.province_id or 0, []).append(body)
    rows: list[Row] = []
    for province in provinces:
        there = {body.standard for body in known.get(province.pk, [])}
        missing = [patterns[s] for s in STANDARDS if s not in there]
        rows += [_body(province, pattern.standard, pattern.name, pattern.kind) for pattern in missing]
        made_up = range(len(STANDARDS) - 1, units)
        rows += [
            _body(province, f"X{n:02}", f"Chi cục thử tải {n}", OrganisationKind.SUBDEPARTMENT)
            for n in made_up
        ]
    for row, pk in zip(rows, reserved(Organisation, len(rows)), strict=True):
        row["id"] = pk
    pour(Organisation, rows)
    return {province.pk: _reporting(province, units) for province in provinces}


def _reporting(province: Province, units: int) -> list[Organisation]:
    """The bodies that report, those every province has first."""
    bodies = {
        body.standard: body
        for body in Organisation.objects.on(timezone.localdate()).filter(province=province).order_by("pk")
        if body.standard in STANDARDS or body.standard.startswith("X")
    }
    standing = [bodies[standard] for standard in STANDARDS if standard != "PPC"]
    return (standing + [bodies[f"X{n:02}"] for n in range(len(STANDARDS) - 1, units)])[:units]


def _body(province: Province, standard: str, name: str, kind: str) -> Row:
    called = name.replace("Hà Nội", province.name)
    return {
        "key": f"{province.slug}/{standard}",
        "province_id": province.pk,
        "kind": kind,
        "standard": standard,
        "name": called,
        "evidence": Evidence.UNKNOWN,
        "note": NOTE,
        "order": sort_key(called)[:900],
        "folded": fold(called)[:400],
    }


def standing_in(copy: Copy, source: Province, units: list[Organisation]) -> None:
    """Let the bodies of ``source`` be those of another province wherever a copied row names them."""
    ours = {body.standard: body.pk for body in units}
    ours |= {
        body.standard: body.pk
        for body in Organisation.objects.filter(province=units[0].province_id).order_by("pk")
        if body.standard and body.standard not in ours
    }
    pointed = copy.pointed.setdefault(Organisation, {})
    for body in Organisation.objects.filter(province=source):
        pointed[body.pk] = ours.get(body.standard, units[0].pk)
    copy.pointed.setdefault(Province, {})[source.pk] = units[0].province_id
