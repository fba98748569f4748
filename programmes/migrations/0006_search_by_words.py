"""Tasks and targets are found by their words, with or without dấu; documents by any part of theirs.

Enacted texts are a few thousand rows, which are folded in one go; the registers of documents hold some ten thousand.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

from common.vietnamese import fold

TEXTS = {
    "Task": ("title", "lead_raw", "partners_raw", "beneficiaries_raw"),
    "Target": ("indicator", "statement"),
}
BATCH = 500


def fold_texts(apps, schema_editor):  # noqa: ARG001 - as Django calls it
    for name, texts in TEXTS.items():
        model = apps.get_model("programmes", name)
        rows = []
        for row in model.objects.only(*texts).iterator(chunk_size=BATCH):
            row.folded = fold(" ".join(getattr(row, text) for text in texts))
            rows.append(row)
        model.objects.bulk_update(rows, ["folded"], batch_size=BATCH)


def index(name: str) -> django.contrib.postgres.indexes.GinIndex:
    return django.contrib.postgres.indexes.GinIndex(
        django.contrib.postgres.indexes.OpClass(models.F("folded"), name="gin_trgm_ops"), name=name
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_search_by_words"), ("programmes", "0005_demo_standing")]

    operations = [
        migrations.AddField("target", "folded", models.TextField(default="", editable=False)),
        migrations.AddField("task", "folded", models.TextField(default="", editable=False)),
        migrations.RunPython(fold_texts, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("legaldocument", index("documents_by_part_of_text")),
        migrations.AddIndex("target", index("targets_by_part_of_text")),
        migrations.AddIndex("task", index("tasks_by_part_of_text")),
    ]
