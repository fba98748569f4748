"""Tell those who write open reports that a newer national outline was published."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from consolidation.queries.outlining import NEWS, behind, news_key
from organisations.queries import dost_people_of
from outbox.actions import notify


def tell_of_newer_outlines() -> int:
    """Tell the DOST of each report that could follow it, once for each outline and report; how many were told.

    A report that is approved keeps its outline, so nobody hears of it.
    """
    found = [(report, outline) for report, outline in behind() if report.period.plan.province_id]
    people = dost_people_of({report.period.plan.province_id for report, _outline in found}) if found else {}
    told = 0
    with translation.override("vi"):
        for report, outline in found:
            page = reverse("consolidation:report_outline", args=[report.pk])
            told += notify(
                people[report.period.plan.province_id],
                kind=NEWS,
                key=news_key(outline, report),
                title=_("A newer national outline was published for %(report)s")
                % {"report": report.period.title},
                body=_(
                    "%(outline)s. The draft keeps its outline until you move it; see first what would change."
                )
                % {"outline": outline},
                url=f"{page}?den={outline.pk}",
                about=str(report.period),
                province=report.period.plan.province,
            )
    return told
