"""Erase personal data whose time is over, in rows and in the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q

from journal.actions.erasing import erase
from journal.models import RetentionRule
from journal.watching import HIDDEN
from operations.holdings import HOLDINGS, Holding

AT_ONCE = 200  # records in one transaction


@dataclass(frozen=True)
class Outcome:
    """What became of one kind on a day. ``rule`` is None where none holds: then nothing is erased."""

    holding: Holding
    rule: RetentionRule | None
    records: int = 0
    lines: int = 0


def rule_for(holding: Holding, on: date) -> RetentionRule | None:
    """The rule that holds on the day; None also where the newest one leaves the years open."""
    rules = RetentionRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), holding=holding.key, valid_from__lte=on
    )
    rule = rules.order_by("-valid_from").first()
    return rule if rule is not None and rule.years is not None else None


def apply_retention(*, on: date, dry_run: bool) -> Iterator[Outcome]:
    """Each kind of personal data in turn. With ``dry_run`` records are only counted."""
    for holding in HOLDINGS:
        rule = rule_for(holding, on)
        if rule is None:
            yield Outcome(holding, None)
            continue
        ended = holding.ended(years_before(on, rule.years or 0))
        if dry_run:
            yield Outcome(holding, rule, ended.count())
            continue
        records = lines = 0
        while piece := list(ended.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            done, touched = _anonymise(holding, piece, rule)
            records, lines = records + done, lines + touched
        yield Outcome(holding, rule, records, lines)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@transaction.atomic
def _anonymise(holding: Holding, ids: list[int], rule: RetentionRule) -> tuple[int, int]:
    """Change the rows, then take what stood in them out of the journal."""
    model = holding.ended(rule.valid_from).model
    rows = list(model._base_manager.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    stood = {
        row.pk: {str(value) for column in holding.put if (value := getattr(row, column))} for row in rows
    }
    facts = {"rule": rule, "legal_basis": rule.legal_basis, "years": rule.years}
    lines = 0
    for relation in holding.below:
        below = [each for row in rows for each in getattr(row, relation).all()]
        kept = [(type(each), each.pk, each) for each in below]
        columns = {column.column for each in below for column in each._meta.concrete_fields} - {
            "id",
            "user_id",
        }
        for each in below:
            each.delete()
        for _kind, pk, each in kept:
            each.pk = pk
        lines += erase(below, columns, values={each.pk: set() for each in below}, by=None, **facts)
    for row in rows:
        for column, put in holding.put.items():
            setattr(row, column, put(row))
    model._base_manager.bulk_update(rows, list(holding.put))
    _forget_in_administration(model, ids)
    return len(rows), lines + erase(rows, set(holding.put), values=stood, by=None, **facts)


def _forget_in_administration(model: type[Model], ids: list[int]) -> None:
    """Django's own log of the administration calls rows by name."""
    named = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in ids]
    )
    named.update(object_repr=HIDDEN)
