from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("Support of enterprises")

    def ready(self) -> None:
        """Make recipes of long work and duties of the minute tick known; supports follow a tax code put right."""
        from enterprises.models import Enterprise  # noqa: PLC0415
        from jobs import kinds  # noqa: PLC0415 (models are not loaded before this moment)
        from organisations import handover  # noqa: PLC0415
        from support import jobs  # noqa: PLC0415
        from support.actions import families, handing_over  # noqa: PLC0415
        from support.actions.decision_files import RENDER_DECISION  # noqa: PLC0415
        from support.exports import large  # noqa: PLC0415
        from support.queries.desk_jobs import BATCH, EXPORT, OWN_DATA  # noqa: PLC0415

        post_save.connect(families.follow_tax_code, sender=Enterprise, dispatch_uid="support.follow_tax_code")
        kinds.register(RENDER_DECISION, jobs.DECISION_KIND)
        kinds.register(BATCH, jobs.BATCH_KIND)
        kinds.register(EXPORT, large.EXPORT_KIND)
        kinds.register(OWN_DATA, large.OWN_DATA_KIND)
        kinds.every_minute(large.drop_old_exports)
        kinds.every_minute(jobs.look_after_supplements)
        kinds.every_minute(jobs.look_after_opinions)
        kinds.every_minute(jobs.look_after_effects)
        handover.register(
            handover.OpenWork(
                _("Applications they handle"), handing_over.held_applications, handing_over.move_applications
            )
        )
        handover.register(handover.OpenWork(_("Appraisals not given yet"), handing_over.open_appraisals))
