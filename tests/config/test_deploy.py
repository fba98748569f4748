"""What an operator copies, reads and types is true: the page, the two examples, compose, and the files every visitor reads."""

import re
import stat
from pathlib import Path

import pytest
import yaml
from django.core.files.base import ContentFile
from django.core.management import get_commands
from django.utils.module_loading import import_string

from config.files import collected

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"\b(PORTAL_[A-Z0-9_]*[A-Z0-9])\b")
OF_A_TRIAL = {"PORTAL_DEBUG", "PORTAL_PLAIN_HTTP", "PORTAL_DEMO"}


def text_of(*names):
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def settings_read():
    """What the portal and its processes ask the environment for."""
    config = text_of(*(str(file.relative_to(ROOT)) for file in sorted((ROOT / "config").glob("*.py"))))
    quoted = set(re.findall(r'"(PORTAL_[A-Z0-9_]+)"', config))
    return (quoted | set(SETTING.findall(text_of("scripts/entry")))) - OF_A_TRIAL - {"PORTAL_SECRET_KEY_FILE"}


def settings_told():
    """What the pages name; ``_NAME`` after a whole name stands for its end."""
    text = text_of("docs/operations.md", "docs/signing-in.md", "docs/api.md")
    told = set(SETTING.findall(text))
    for whole, rest in re.findall(r"`(PORTAL_[A-Z0-9]+)_[A-Z0-9]+`((?:, `_[A-Z0-9]+`)+)", text):
        told |= {whole + end for end in re.findall(r"_[A-Z0-9]+", rest)}
    return told


def test_every_setting_is_told_and_every_one_told_is_read():
    assert sorted(settings_read() - settings_told()) == []
    examples = set(SETTING.findall(text_of(".env.example", "deploy/systemd/portal.env.example")))
    named = (settings_told() | examples) - OF_A_TRIAL - {"PORTAL_HOST"}
    unknown = {name for name in named - settings_read() if name.removesuffix("_FILE") not in settings_read()}
    assert sorted(unknown) == []


def test_compose_asks_for_nothing_the_example_lacks():
    asked = set(re.findall(r"\$\{([A-Z_]+)", text_of("docker-compose.yml", "deploy/nginx.conf")))
    offered = set(re.findall(r"^([A-Z_]+)=", text_of(".env.example"), re.MULTILINE))
    assert sorted(asked - offered) == []


def test_whatever_is_set_in_the_example_reaches_each_process():
    services = yaml.safe_load(text_of("docker-compose.yml"))["services"]
    ours = {name: service for name, service in services.items() if service["image"].endswith("portal:local")}
    assert sorted(ours) == ["beat", "migrate", "web", "worker"]
    assert {tuple(service["env_file"]) for service in ours.values()} == {(".env",)}


def test_each_command_of_the_page_exists():
    text = text_of("docs/operations.md")
    cases = set(re.findall(r"^  ([a-z]+)\)$", text_of("scripts/entry"), re.MULTILINE))
    assert (
        sorted(
            set(re.findall(r"(?:manage\.py|portal manage|entry manage) ([a-z_]+)", text))
            - set(get_commands())
        )
        == []
    )
    assert (
        sorted(
            set(re.findall(r"(?:scripts/entry|deploy/portal|`portal|^portal) ([a-z]+)", text, re.MULTILINE))
            - cases
        )
        == []
    )
    for name in re.findall(r"\b(?:deploy|scripts|tests|docs|requirements)/[\w./-]*\w", text):
        assert (ROOT / name).exists() or list(ROOT.glob(f"{name}*")), name


@pytest.mark.parametrize("name", ["a.css", "deep/er/a.css"])
def test_collected_files_are_for_all_to_read(tmp_path, name):
    """Root collects them; the front server and the portal's own user read them."""
    kept = collected(is_development=False)
    store = import_string(kept["BACKEND"])(location=tmp_path / "all", base_url="/static/", **kept["OPTIONS"])
    store.save(name, ContentFile(b"a{}"))
    places = [place for place in (tmp_path / "all").rglob("*") if place.name != "all"]
    assert {stat.S_IMODE(place.stat().st_mode) for place in places} <= {0o644, 0o755}
    assert stat.S_IMODE((tmp_path / "all" / name).stat().st_mode) == 0o644
