"""Migrations let readers read: none rewrites a table, scans a large one under a lock, or takes away what runs still read.

The steps are read, not run: what a step does is told from the models before and after it.
"""

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

LARGE = {  # tables that grow with the years
    "enterprises.enterprise",
    "jobs.job",
    "journal.change",
    "journal.entry",
    "outbox.mail",
    "outbox.notice",
    "reporting.figure",
    "reporting.submission",
    "reporting.submissionline",
    "support.application",
    "support.requesteditem",
}
BEFORE_FIRST_RELEASE = (
    "nobody ran it yet: the tables were empty, and test_upgrading measures it on a loaded database"
)
KNOWN = dict.fromkeys(
    (
        "reporting.0003_departments_report",
        "reporting.0006_first_filing_decides",
        "reporting.0007_outlines_and_issued_periods",
        "enterprises.0002_accounts_sizes_and_certificates",
        "enterprises.0003_labour_is_a_mean",
        "enterprises.0005_workbooks_and_begun_codes",
        "enterprises.0006_in_order_of_names",
        "journal.0002_changes_of_fields",
        "programmes.0006_search_by_words",
        "support.0005_the_desk_at_full_size",
    ),
    BEFORE_FIRST_RELEASE,
)
SCHEMA = (
    migrations.AddField,
    migrations.AlterField,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
)
TAKEN_AWAY = (migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel)


def faults_of(migration, state) -> list[str]:
    """What of a migration holds people up; ``state`` is as before it and is carried through it."""
    label, found, made, touched = migration.app_label, [], set(), False
    for step in migration.operations:
        before = state.models.get((label, getattr(step, "model_name", "").lower()))
        old = before.fields.get(getattr(step, "name", "")) if before else None
        step.state_forwards(label, state)
        model = getattr(step, "model_name", getattr(step, "name", "")).lower()
        key = f"{label}.{model}"
        if isinstance(step, migrations.CreateModel):
            made.add(f"{label}.{step.name.lower()}")
        elif key in made:
            continue
        elif isinstance(step, TAKEN_AWAY):
            found.append(f"takes away what the version before still reads: {step.describe()}")
        elif isinstance(step, migrations.AlterField):
            found += _of_change(step, old, is_large=key in LARGE)
        elif isinstance(step, migrations.AddIndex) and not isinstance(step, AddIndexConcurrently):
            found += [f"builds an index under a lock: {step.describe()}"] if key in LARGE else []
        elif isinstance(step, migrations.AddConstraint) and not isinstance(step, AddConstraintNotValid):
            found += [f"looks at every row under a lock: {step.describe()}"] if key in LARGE else []
        elif isinstance(step, migrations.RunPython | migrations.RunSQL) and touched and migration.atomic:
            found.append("changes rows while it holds the lock of a changed table")
        touched = touched or (isinstance(step, SCHEMA) and key not in made)
    return found


def _of_change(step, old, *, is_large):
    """``old`` is the field as it was; keys to other tables keep their column."""
    if isinstance(step.field, models.ForeignKey | models.ManyToManyField):
        return []
    new = step.field
    kinds = [field.db_type(connection) for field in (old, new)]
    if None in kinds or (kinds[0] != kinds[1] and not _only_grows(*kinds)):
        return [f"rewrites the table: {step.describe()}"]
    if is_large and old.null and not new.null:
        return [f"looks at every row under a lock: {step.describe()}"]
    return []


def _only_grows(old: str, new: str) -> bool:
    """Whether a text column merely takes more."""

    def most(kind):
        return int(kind[len("varchar(") : -1]) if kind.startswith("varchar(") else None

    if old.startswith("varchar(") and new == "text":
        return True
    return most(old) is not None and most(new) is not None and most(new) >= most(old)


def all_faults() -> dict[str, list[str]]:
    """Migration → what it does; ours alone, in the order they are applied."""
    ours = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    loader = MigrationLoader(None)
    state, found = loader.project_state(()), {}
    plan = []
    for leaf in loader.graph.leaf_nodes():
        plan += [node for node in loader.graph.forwards_plan(leaf) if node not in plan]
    for node in plan:
        migration = loader.graph.nodes[node]
        if node[0] in ours and (faults := faults_of(migration, state)):
            found[".".join(node)] = faults
        elif node[0] not in ours:
            migration.mutate_state(state, preserve=False)
    return found


def test_no_migration_holds_readers_up():
    assert {name: faults for name, faults in all_faults().items() if name not in KNOWN} == {}


def test_no_known_one_is_gone():
    assert sorted(set(KNOWN) - set(all_faults())) == []


class Planted:
    """A migration of one app, as the guard reads it."""

    app_label, atomic = "outbox", True

    def __init__(self, *operations):
        self.operations = operations


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ([migrations.AlterField("mail", "tries", models.IntegerField())], "rewrites the table"),
        ([migrations.AddIndex("mail", models.Index(fields=["day"], name="x"))], "builds an index"),
        (
            [
                migrations.AddConstraint(
                    "mail", models.CheckConstraint(condition=models.Q(tries__gte=0), name="x")
                )
            ],
            "looks at every row",
        ),
        ([migrations.RemoveField("mail", "problem")], "takes away"),
        (
            [
                migrations.AddField("mail", "x", models.IntegerField(null=True)),
                migrations.RunPython(migrations.RunPython.noop),
            ],
            "changes rows",
        ),
    ],
)
def test_a_planted_fault_is_found(steps, word):
    (fault,) = faults_of(Planted(*steps), MigrationLoader(None).project_state())
    assert fault.startswith(word)


def test_what_is_quick_is_let_through():
    steps = [
        migrations.AddField("mail", "x", models.CharField(default="", max_length=5)),
        migrations.AlterField("mail", "subject", models.CharField(max_length=400)),
        AddIndexConcurrently("mail", models.Index(fields=["day"], name="x")),
        migrations.CreateModel("Letter", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("letter", models.Index(fields=["id"], name="y")),
    ]
    assert faults_of(Planted(*steps), MigrationLoader(None).project_state()) == []
