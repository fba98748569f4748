"""Settings the register starts with: thresholds of size by law, and proposed reminders of expiries."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from enterprises.models import ExpiryReminder, SizeThreshold

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_thresholds() -> int:
    """Enter the thresholds of Decree 80/2021/NĐ-CP, article 5 (đồng) that are not there yet; returns how many.

    A row is known by sector, class and first day; one that was changed in the administration stays as it is.
    """
    law = _read("size-thresholds.yaml")
    beside = {name: law[name] for name in ("valid_to", "legal_basis", "evidence")}
    entered = 0
    for row in law["rows"]:
        known = {"sector": row["sector"], "size_class": row["size_class"], "valid_from": law["valid_from"]}
        _row, is_new = SizeThreshold.objects.get_or_create(**known, defaults={**row, **beside})
        entered += is_new
    return entered


@transaction.atomic
def load_reminders() -> int:
    """Enter the proposed days of reminding that are not there yet; returns how many. One switched off stays off."""
    days = _read("expiry-reminders.yaml")["days_before"]
    return sum(ExpiryReminder.objects.get_or_create(days_before=each)[1] for each in days)


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return read
