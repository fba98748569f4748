"""What the paper says, with the units it comes from."""

from django.utils.translation import gettext_lazy as _

from consolidation.documents.tracing import to_figures
from consolidation.views.sections.section import Context, Opened, Section
from papers.preview import shown, shown_annexes


def _context(opened: Opened) -> Context:
    document, period = opened.document, opened.report.period
    if document is None:
        return {"document": None, "may_render": opened.may("consolidation.render_report")}
    forms = period.submissions.select_related("organisation", "period")
    addresses = {form.organisation.name: form.get_absolute_url() for form in forms}
    trace = to_figures(period)
    return {
        "document": document,
        "blocks": list(shown(document, addresses, trace)),
        "annexes": list(shown_annexes(document, addresses, trace)),
    }


TEXT = Section("van-ban", _("What the paper says"), "consolidation/_report_text.html", _context)
