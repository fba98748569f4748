"""The house keeps its shape: imports, foreign keys, rooms, and one place that writes state."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django_fsm import FSMField

ROOT = Path(__file__).resolve().parents[2]
ORDER = [
    "common",
    "accounts",
    "journal",
    "jobs",
    "organisations",
    "outbox",
    "papers",
    "programmes",
    "support",
    "reporting",
    "consolidation",
    "operations",
    "portal",
    "config",
]
BESIDE = {
    "enterprises": "programmes",
    "api": "operations",
}  # the two stand on one floor and do not see each other
NO_ROOMS = {"utils.py", "helpers.py", "services.py", "managers.py"}
MOST_LINES = 320


def floor(app: str) -> int:
    return ORDER.index(BESIDE.get(app, app))


def sources(root: Path = ROOT):
    """Our own modules, without tests and generated migrations."""
    for app in [*ORDER, *BESIDE]:
        yield from (path for path in (root / app).rglob("*.py") if "migrations" not in path.parts)


def lint_imports(root: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_point_one_way():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("programmes/models/plan.py", "import reporting.states"),
        ("programmes/models/plan.py", "import enterprises"),
        ("reporting/states.py", "import reporting.rules"),
    ],
)
def test_a_planted_import_is_found(tmp_path, module, fault):
    for app in [*ORDER, *BESIDE]:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / module
    planted.write_text(f"{fault}\n{planted.read_text()}")
    assert lint_imports(tmp_path).returncode == 1


def upward_keys(all_models) -> list[str]:
    """Relations that point to a floor above, which a string reference hides from the import check."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in all_models
        if model._meta.app_label in [*ORDER, *BESIDE]
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and (target := field.related_model._meta.app_label) in [*ORDER, *BESIDE]
        and target != model._meta.app_label
        and floor(target) >= floor(model._meta.app_label)
    ]


def test_foreign_keys_point_the_same_way():
    assert upward_keys(apps.get_models()) == []


def test_a_planted_foreign_key_is_found():
    class Faulty(models.Model):
        period = models.ForeignKey("reporting.ReportingPeriod", models.CASCADE)

        class Meta:
            app_label = "programmes"
            managed = False

    try:
        assert upward_keys([Faulty]) == ["programmes.Faulty.period"]
    finally:
        del apps.all_models["programmes"]["faulty"]
        apps.clear_cache()


WITH_STEPS = (
    "reporting.Submission",
    "consolidation.Report",
    "support.Application",
    "support.Support",
    "support.Need",
    "enterprises.JoinRequest",
)


def steps() -> set[str]:
    """The names of all arrows."""
    models = [apps.get_model(label) for label in WITH_STEPS]
    return {
        name for model in models for name in dir(model) if hasattr(getattr(model, name, None), "_django_fsm")
    }


STEPS = steps()


def state_writers(paths) -> list[str]:
    """Places that assign a state, update it in bulk, or walk an arrow by hand."""
    found = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            writes = (
                (isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and _assigns_state(node))
                or (isinstance(node, ast.Call) and _updates_state(node))
                or (isinstance(node, ast.Call) and _walks_an_arrow(node))
            )
            if writes:
                found.append(f"{path.name}:{node.lineno}")
    return found


def _assigns_state(node) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


def _updates_state(node) -> bool:
    name = getattr(node.func, "attr", "")
    return name in {"update", "bulk_update", "create", "get_or_create", "update_or_create"} and any(
        keyword.arg == "state" for keyword in node.keywords
    )


def _walks_an_arrow(node) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in STEPS
        and not node.args
        and not node.keywords
    )


def test_every_model_with_arrows_is_guarded():
    with_state = {
        m._meta.label for m in apps.get_models() if any(isinstance(f, FSMField) for f in m._meta.fields)
    }
    assert with_state == set(WITH_STEPS)


def test_state_is_written_in_one_place():
    assert (
        state_writers(path for path in sources() if path.parts[-3:] != ("journal", "actions", "advancing.py"))
        == []
    )


@pytest.mark.parametrize(
    "fault",
    [
        "record.state = 'accepted'",
        "rows.update(state='accepted')",
        "submission.accept()",
        "X.objects.create(state=1)",
    ],
)
def test_a_planted_state_write_is_found(tmp_path, fault):
    planted = tmp_path / "planted.py"
    planted.write_text(fault)
    assert state_writers([planted]) == ["planted.py:1"]


def misplaced(paths) -> list[str]:
    """Junk drawers, and files that grew beyond a room."""
    return [
        str(path.name)
        for path in paths
        if path.name in NO_ROOMS or len(path.read_text().splitlines()) > MOST_LINES
    ]


def test_every_file_is_a_room():
    assert misplaced(sources()) == []


def test_a_planted_junk_drawer_is_found(tmp_path):
    (tmp_path / "utils.py").write_text("")
    (tmp_path / "long.py").write_text("\n" * (MOST_LINES + 1))
    assert sorted(misplaced(tmp_path.iterdir())) == ["long.py", "utils.py"]


HOSTS = [
    "py" + "pi.org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb." + "debian.org",
    "--index" + "-url http",
]


def named_hosts(files: dict[str, str]) -> list[str]:
    """Files that name a package registry's host or a folder of one machine."""
    private = ["/" + "work/main", "/" + "root/", "../" + "shared"]
    return [name for name, text in files.items() if any(word in text for word in [*HOSTS, *private])]


def test_no_committed_file_names_a_registry_or_a_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    files = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if (
            path.is_file()
            and not name.startswith("static/vendor")
            and path.suffix not in {".ttf", ".woff2", ".mo", ".png"}
        ):
            files[name] = path.read_text(errors="ignore")
    assert named_hosts(files) == []


def test_a_planted_host_is_found():
    assert named_hosts({"a.txt": f"see {HOSTS[0]}", "b.txt": "fine"}) == ["a.txt"]
