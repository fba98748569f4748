"""What an installation gives the portal: ``NAME`` in the environment, or ``NAME_FILE``, the path of a file that holds it."""

from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping


class _Lines(FileAwareMapping):
    """The end of a line is no part of a value: whatever writes a secret into a file ends the line as well."""

    def __getitem__(self, key: str) -> str:
        """The value. Raises KeyError where nothing is given, OSError where its file cannot be read."""
        return str(super().__getitem__(key)).rstrip("\r\n")


class Given(FileAwareEnv):
    """The settings of this installation."""

    ENVIRON = _Lines()
