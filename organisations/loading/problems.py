"""What is wrong with the data files, collected so that everything can be told at once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """One fault: in which file, at which place of it, and what is wrong, in the reader's language."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}" if self.place else f"{self.file}: {self.message}"


class LoadRefused(Exception):
    """The data files hold faults; nothing was changed. ``problems`` tells all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Report:
    """Faults of one file, or of all files when ``problems`` is shared."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def say(self, place: str, message: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(self.file, place, message))

    def about(self, file: str) -> "Report":
        """A report on another file that collects into the same list."""
        return Report(file, self.problems)

    @property
    def is_clean(self) -> bool:
        """Whether this file has no fault so far."""
        return not any(problem.file == self.file for problem in self.problems)


class _Twice(yaml.constructor.ConstructorError):
    """A key stands twice in one mapping."""


class _OneValuePerKey(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # C where it is there
    """Refuses a key that stands twice in one mapping, where YAML silently keeps the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 # PyYAML's signature
        seen: set[Any] = set()
        for key_node, _value in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key is not a word", key_node.start_mark
                )
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise _Twice(None, None, str(key), key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        """A day; one that no calendar has stays the text it is, so that the shape can refuse it at its place."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_OneValuePerKey.add_constructor("tag:yaml.org,2002:timestamp", _OneValuePerKey.construct_day)


def read_file(path: Path, report: Report) -> Any:
    """The content of a YAML file, or None with the fault noted."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_OneValuePerKey)  # noqa: S506 # a SafeLoader
    except FileNotFoundError:
        report.say("", _("The file is missing."))
    except UnicodeDecodeError:
        report.say("", _("The file is not UTF-8 text."))
    except _Twice as fault:
        report.say(_where(fault), _("The key “%(key)s” stands twice.") % {"key": fault.problem})
    except yaml.YAMLError as fault:
        report.say(_where(fault), _("This is not valid YAML: %(problem)s.") % {"problem": _what(fault)})
    else:
        if content is None:
            report.say("", _("The file is empty."))
        return content
    return None


def _where(fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    return _("line %(line)d") % {"line": mark.line + 1} if mark else ""


def _what(fault: yaml.YAMLError) -> str:
    return getattr(fault, "problem", None) or str(fault).splitlines()[0]
