"""Folders laid over the law, and a law that is read again with them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch


def forget_the_law() -> None:
    """Empty every cache of the room."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("maillage.legislation")]
    for value in [value for module in rooms for value in vars(module).values()]:
        if hasattr(value, "cache_clear"):
            value.cache_clear()


@contextmanager
def laid_over(*folders: Path) -> Iterator[None]:
    with patch.dict(os.environ, {"MAILLAGE_RULES": os.pathsep.join(map(str, folders))}):
        forget_the_law()
        try:
            yield
        finally:
            forget_the_law()


def write(folder: Path, **files: str) -> Path:
    """`parameters__esi__aid="…"` writes parameters/esi/aid.yaml."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


FORM = """
key: esi
label: ESI
full_name: Équipe de soins inventée
rank: 9
since: 2020-01-01
level: patientèle
origin: [{say: "Elle n'existe pas.", source: guide_pharmaciens}]
definition: {say: "Une forme inventée pour un essai.", source: guide_pharmaciens}
legal_basis: []
numbers: []
initiators: []
composition: []
legal_persons: []
steps: [{key: projet, label: "Écrire le projet", content: "En une page.", source: guide_pharmaciens}]
funding: [{label: "Aide", say: "Une somme inventée.", source: guide_pharmaciens}]
money: {facts: EssFacts, rules: [ess.start_up]}
asked_in_return: []
advantages: []
limits: []
nesting: []
brings: {}
"""
CHECKS = """
- {key: professionals, at_least: professionals, since: 2020-01-01, binding: practice}
- key: university
  title: Avis de l'université
  must_be: university_agrees
  since: 2020-01-01
  binding: practice
  source: guide_pharmaciens
  satisfied: "L'université est d'accord."
  broken: "L'université n'est pas d'accord."
  unknown: "L'université est-elle d'accord ?"
"""
MINIMUM = """
professionals:
  description: Professionnels de santé d'une ESI, au moins
  metadata: {unit: professional}
  values:
    2020-01-01: {value: 2, metadata: {grade: seed, reference: {title: Exemple inventé}}}
"""


def invented_form(folder: Path) -> Path:
    """The three files of a form that nobody knows."""
    return write(folder, forms__esi=FORM, checks__esi=CHECKS, parameters__esi__composition=MINIMUM)
