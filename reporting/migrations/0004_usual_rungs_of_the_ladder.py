"""The usual ladder: office practice, to be changed in the administration; a plan's own rungs outweigh it."""

from django.db import migrations

UNIT = [(-10, False), (-5, False), (-2, False), (0, False), (1, True), (3, True)]
CALL = [-30]


def add(apps, schema_editor):
    """Add the rungs for every plan, unless an administrator has set some already."""
    step = apps.get_model("reporting", "ReminderStep")
    if step.objects.filter(plan=None).exists():
        return
    step.objects.bulk_create(
        [step(kind="unit", days=days, to_leader=to_leader) for days, to_leader in UNIT]
        + [step(kind="call", days=days) for days in CALL]
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_departments_report")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
