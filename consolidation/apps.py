from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsolidationConfig(AppConfig):
    name = "consolidation"
    verbose_name = _("Consolidated reports")

    def ready(self) -> None:
        """Make the recipe known and let the minute tick start what is due."""
        from consolidation import jobs  # noqa: PLC0415 (models are not loaded before this moment)
        from consolidation.actions.receiving import RECEIVE  # noqa: PLC0415
        from consolidation.exports import rollup_paper  # noqa: PLC0415
        from consolidation.queries.report_jobs import RENDER  # noqa: PLC0415
        from consolidation.queries.rollup.paper_jobs import ROLLUP  # noqa: PLC0415
        from jobs import kinds  # noqa: PLC0415
        from papers.ready import make_ready  # noqa: PLC0415

        kinds.before_work(make_ready)
        kinds.register(RENDER, jobs.KIND)
        kinds.register(RECEIVE, jobs.RECEIVE_KIND)
        kinds.every_minute(jobs.look_after_campaigns)
        kinds.every_minute(jobs.look_after_outlines)
        kinds.register(ROLLUP, rollup_paper.ROLLUP_KIND)
        kinds.every_minute(rollup_paper.drop_old_papers)
