"""What hung on a record and is gone is found by an index over the few lines of deletions; nobody waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("journal", "0005_retention_rules"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="change",
            index=models.Index(
                condition=models.Q(("operation", "D")),
                fields=["record_type", "-id"],
                name="journal_deletions",
            ),
        ),
    ]
