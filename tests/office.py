"""LibreOffice, where a machine has it: what people open our files with."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from processes import run

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
NO_OFFICE = "no LibreOffice on this machine"
OFFICE_PACKAGES = "libreoffice-calc-nogui libreoffice-writer-nogui"
IN_AN_OFFICE = pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)
#: Seconds for all the files of a call, on the busiest machine.
PATIENCE = 120


def opened(files: Mapping[str, bytes], into: str, folder: Path) -> dict[str, str]:
    """What LibreOffice reads in each of these files, `into` « csv », « txt » or « fodt », which shows its fields; one that
    it does not open is absent."""
    read = folder / into
    read.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    # Semicolons, UTF-8: of every sheet the first alone, which is all that ours have.
    how = {
        "csv": "csv:Text - txt - csv (StarCalc):59,34,76,1",
        "txt": "txt:Text (encoded):UTF8",
        "fodt": "fodt",
    }[into]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", how, "--outdir", read]
    done = run([*command, *(folder / name for name in files)], patience=PATIENCE)
    assert done.returncode == 0, done.stderr
    return {
        name: path.read_text("utf-8-sig")
        for name in files
        if (path := (read / name).with_suffix(f".{into}")).exists()
    }
