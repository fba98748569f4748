"""What is called so or begins so is found by an index of its own, not among all names that hold the same letters."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("enterprises", "0006_in_order_of_names"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="enterprise",
            index=models.Index(
                fields=["folded"], name="enterprises_by_begun_name", opclasses=["varchar_pattern_ops"]
            ),
        ),
    ]
