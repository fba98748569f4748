"""The audit of what is installed, from a snapshot."""

import json

import pytest

from scripts.advisories import ROOT, SNAPSHOT, affects, hits, main, pieces, pinned, read_advisory

KNOWN = """
id: PYSEC-0000-1
aliases: [CVE-0000-1]
details: Words.
affected:
- package: {ecosystem: PyPI, name: Some_Thing}
  ranges:
  - type: ECOSYSTEM
    events: [{introduced: "0"}, {fixed: 1.2}, {introduced: "2.0"}, {fixed: 2.0.3}]
"""


@pytest.mark.parametrize(
    ("version", "hit"),
    [
        ("1.1", True),
        ("1.2", False),
        ("1.10", False),
        ("2.0", True),
        ("2.0.3rc1", True),
        ("2.0.3", False),
        ("3", False),
    ],
)
def test_a_version_in_a_range_is_a_hit(version, hit):
    [advisory] = read_advisory(KNOWN)
    assert affects(advisory, version) is hit
    assert bool(hits({"advisories": [advisory]}, {"some-thing": {version}})) is hit


def test_the_last_affected_version_is_affected():
    advisory = {"ranges": pieces([{"introduced": "1"}, {"last_affected": "1.5"}]), "versions": []}
    assert [affects(advisory, version) for version in ("1.5", "1.5.1")] == [True, False]


def test_a_withdrawn_advisory_is_none():
    assert read_advisory(KNOWN + "withdrawn: 2020-01-01\n") == []


def test_locked_versions_are_read_with_extras_and_markers():
    text = 'a-b==1.0 \\\n  --hash=x\nC_d[x]==2 ; python_version < "4"\n# e==3\n'
    assert pinned([text]) == {"a-b": {"1.0"}, "c-d": {"2"}}


def test_an_old_version_of_what_we_use_would_be_found():
    """The committed snapshot bites: Django 5.0 was affected by what became known until its day."""
    snapshot = json.loads(SNAPSHOT.read_text())
    assert "PYSEC-2024-102" in {hit.advisory for hit in hits(snapshot, {"django": {"5.0"}})}
    assert len(snapshot["dated"]) == len("2024-10-10")


def test_nothing_we_install_is_known_to_be_affected(capsys):
    assert main([]) == 0, capsys.readouterr().out
    assert "0 hits" in capsys.readouterr().out


def test_every_lock_file_is_looked_at():
    assert {path.name for path in (ROOT / "requirements").glob("*.txt")} >= {"run.txt", "dev.txt"}
