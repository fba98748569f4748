"""Named records for tests, as units enter them."""

from django.utils import timezone

from common.vietnamese import fold
from enterprises.models import Enterprise
from enterprises.queries import Named
from reporting.actions.record_rows import SupportEntry
from reporting.actions.records import write_records
from reporting.models import SupportedEnterprise


def an_enterprise(province, name="Công ty A", **facts):
    """The enterprise called so, registered once."""
    found = Enterprise.objects.filter(province=province, folded=fold(name)).first()
    return found or Enterprise.objects.create(province=province, name=name, **facts)


def helped(figure, *names, content="5S"):
    """Name enterprises behind a figure, past every door; the figure then counts enterprises."""
    if figure.counted_as != "enterprises":
        figure.counted_as = "enterprises"
        figure.save(update_fields=["counted_as"])
    province = figure.line.submission.period.plan.province
    return [
        SupportedEnterprise.objects.create(
            figure=figure, enterprise=an_enterprise(province, name), content=content
        )
        for name in names
    ]


def name_enterprises(figure, *names, by, content="5S", on=None):
    """Name enterprises as a unit does."""
    return write_records(
        figure.line.submission,
        records=[SupportEntry(figure=figure.pk, new=Named(name=name), content=content) for name in names],
        by=by,
        on=on or timezone.localdate(),
    )
