"""Organisations are found by any part of their name: an index of three-letter groups.

The table holds a few thousand rows; building the index takes milliseconds.
"""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_calendarexception")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("folded"), name="gin_trgm_ops"),
                name="organisations_by_part_of_name",
            ),
        ),
    ]
