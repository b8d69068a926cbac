"""Where a Maillage instance keeps what is not source: data, database, built assets."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]

#: Everything an instance writes; `MAILLAGE_VAR` moves it.
VAR = Path(os.environ.get("MAILLAGE_VAR") or PROJECT / "var")
GEOGRAPHY = VAR / "geography"  # compiled by `make setup`: names, shapes
DIRECTORY = VAR / "directory.db"  # national directory (settings.DATABASES)
FILES = VAR / "files"  # papers that people give (settings.STORAGES)
ASSETS = VAR / "assets"  # static files taken from packages, served with the site's own
NODE_MODULES = PROJECT / "node_modules"


def keep_private() -> None:
    """Leave what the instance writes to its own account: addresses, and sessions that open the site."""
    os.umask(0o077)
    VAR.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # another's folder: its owner decides
        if not VAR.stat().st_mode & stat.S_ISVTX:  # nor /tmp
            VAR.chmod(0o700)
        for file in VAR.glob("*.db*"):
            with suppress(FileNotFoundError):  # a journal that another process has just finished
                file.chmod(0o600)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Wait until no other process of this machine does the same."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def written_once(path: Path, text: str) -> str:
    """What a file holds; `text`, written whole or not at all, when it is absent or empty."""
    if kept := read_if_any(path):
        return kept
    with alone(path.name):
        if kept := read_if_any(path):
            return kept
        aside = path.with_name(f"{path.name}.new")
        try:
            aside.write_text(text)
            aside.chmod(0o600)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return text


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place at once: who reads meanwhile has the one before, who writes meanwhile is in nobody's way."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def read_if_any(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""
