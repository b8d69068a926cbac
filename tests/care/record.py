"""Rows of `access.py` for the files of people: without identity, the default, none of these pages exists.

With health data, see `test_record.py`."""

from collections.abc import Callable
from typing import Any

NOWHERE = ("302 404 404 404", "302 404 404 404")
READ_ONLY = ("302 404 404 404", "302 405 405 405")
GESTURE = NOWHERE
ACCESS = {
    "care:files": NOWHERE,
    "care:reconciliations": READ_ONLY,
    "care:file": NOWHERE,
    "care:agree": GESTURE,
    "care:withdraw_consent": GESTURE,
    "care:seat": GESTURE,
    "care:unseat": GESTURE,
    "care:plan": NOWHERE,
    "care:reconcile": GESTURE,
    "care:drop_drug": GESTURE,
    "care:copy_file": READ_ONLY,
    "care:erase_file": GESTURE,
}
FILE: dict[str, object] = {"pk": 1}
MORE: dict[str, dict[str, object]] = {
    "care:files": {},
    "care:withdraw_consent": FILE | {"scope": "equipe"},
    "care:unseat": FILE | {"seat": 1},
    "care:plan": FILE | {"part": "souhaits"},
    "care:drop_drug": FILE | {"line": 1},
    "care:copy_file": FILE | {"suffix": "pdf"},
}


def _with(arguments: dict[str, object]) -> Callable[[Any], dict[str, object]]:
    return lambda _structure: arguments


#: Of the structure alone.
HERE = {"care:files", "care:reconciliations"}
ARGUMENTS = {name: _with(MORE.get(name, FILE)) for name in ACCESS if name not in HERE}
