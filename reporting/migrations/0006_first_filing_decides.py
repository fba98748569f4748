"""On time or late is decided by the first filing; who handed in before that was a column stands in the journal."""

from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Take the first filing from the proofs, else from the certification; who handed in from the journal."""
    submission = apps.get_model("reporting", "Submission")
    submission.objects.filter(certified_at__isnull=False).update(first_filed_at=F("certified_at"))
    standing = apps.get_model("reporting", "Filing").objects.filter(withdrawn_at__isnull=True)
    seen = set()
    for filing in standing.order_by("pk").only("submission_id", "certified_at"):
        if filing.submission_id not in seen:
            seen.add(filing.submission_id)
            submission.objects.filter(pk=filing.submission_id).update(first_filed_at=filing.certified_at)
    unknown = set(submission.objects.filter(handed_in_at=None).values_list("pk", flat=True))
    steps = apps.get_model("journal", "Entry").objects.filter(
        record_type="reporting.submission", action="hand_in", by__isnull=False
    )
    for step in steps.order_by("pk"):  # the newest is written last
        if step.record_id in unknown:
            submission.objects.filter(pk=step.record_id).update(handed_in_at=step.at, handed_in_by=step.by_id)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("reporting", "0005_order_without_joins")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="first_filed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the unit first submitted what it did not take back: that decides on time or late.",
                null=True,
                verbose_name="first filed at",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
