"""The changes of one request are found without reading all of them."""

from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # built while the table is written

    dependencies = [("journal", "0006_what_hung_on_a_record_and_is_gone")]

    operations = [
        AddIndexConcurrently(
            model_name="change",
            index=BrinIndex(
                autosummarize=True,
                fields=["request"],
                name="journal_changes_of_a_request",
                opclasses=["text_bloom_ops"],
            ),
        ),
    ]
