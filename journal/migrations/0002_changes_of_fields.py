"""Lines of the journal can be sealed; the history of fields has its table.

Columns are added without a value and filled afterwards, so that nobody who reads waits for a table written anew.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import journal.models.proof


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="request",
            field=models.CharField(
                blank=True, db_default="", editable=False, max_length=64, verbose_name="request"
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="salt",
            field=models.UUIDField(editable=False, null=True, verbose_name="salt"),
        ),
        migrations.AddField(
            model_name="entry",
            name="txid",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="transaction"),
        ),
        migrations.AlterField(
            model_name="entry",
            name="salt",
            field=models.UUIDField(
                db_default=journal.models.proof.Salt(), editable=False, null=True, verbose_name="salt"
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="txid",
            field=models.BigIntegerField(
                db_default=journal.models.proof.TransactionId(),
                editable=False,
                null=True,
                verbose_name="transaction",
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "txid",
                    models.BigIntegerField(
                        db_default=journal.models.proof.TransactionId(), verbose_name="transaction"
                    ),
                ),
                ("record_type", models.CharField(max_length=80, verbose_name="kind of record")),
                ("record_id", models.BigIntegerField(null=True, verbose_name="record")),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("I", "added"),
                            ("U", "changed"),
                            ("D", "deleted"),
                            ("T", "the whole table was emptied"),
                        ],
                        max_length=1,
                        verbose_name="what happened",
                    ),
                ),
                ("fields", models.JSONField(null=True, verbose_name="fields")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="who")),
                ("request", models.CharField(blank=True, max_length=64, verbose_name="request")),
                (
                    "salt",
                    models.UUIDField(db_default=journal.models.proof.Salt(), null=True, verbose_name="salt"),
                ),
            ],
            options={
                "verbose_name": "change of a field",
                "verbose_name_plural": "changes of fields",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["record_type", "record_id", "-id"], name="journal_changes_of"),
                    django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=["txid", "at"], name="journal_changes_in_order"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "UPDATE journal_entry SET salt = gen_random_uuid(), txid = 0", migrations.RunSQL.noop
        ),
    ]
