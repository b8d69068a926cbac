"""Who was erased, kept outside of what a backup restores: a restored copy brings them back, and they are erased again.

A line holds no name: the structure, the number of the card, and a proof that it is still of the same person. Other rooms
add lines of theirs (`note`), and erase again what they find there (`came_back` of their AppConfig).
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from maillage.kernel import BadInput, paths
from maillage.people.models import Person
from maillage.people.rules import name_key

#: In the folder of the instance, beside the database and never in its copy.
FILE = "erasures.jsonl"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Erasure:
    structure: str  # its identifier
    card: int
    proof: str


@dataclass(frozen=True, slots=True)
class Came:
    """What a restored database holds again of those who were erased."""

    back: tuple[Erasure, ...]
    #: The card bears another name: numbers were given again, or the name was corrected. A person must look.
    doubtful: tuple[Erasure, ...]


def file_of_erasures() -> Path:
    return paths.VAR / FILE


def remember(cards: Iterable[Person]) -> None:
    """Write these down once their erasure is in the database, and not before."""
    note(asdict(Erasure(str(card.structure_id), card.pk, proof_of(card))) for card in cards)


def note(lines: Iterable[Line]) -> None:
    """Once the transaction is kept. A line tells no name: its `structure`, a `proof`, and what its room knows it by."""
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    transaction.on_commit(partial(_append, text), robust=True)


def proof_of(card: Person) -> str:
    """The same for one person under one number; it tells no name to whom has not the key of the instance."""
    said = f"{card.structure_id} {card.pk} {' '.join(name_key(card.name))}"
    return salted_hmac("people.erasure", said).hexdigest()[:16]


def _append(text: str) -> None:
    file = os.open(file_of_erasures(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(file, "a", encoding="utf-8") as out:
        out.write(text)


def erasures_in(lines: Iterable[Line]) -> list[Erasure]:
    """Those of cards."""
    return [Erasure(**line) for line in lines if "card" in line]


def lines_in(file: Path) -> list[Line]:
    """Each once. Raises BadInput for a line that is none; a file that is not there holds nobody."""
    if not file.exists():
        return []
    try:
        texts = dict.fromkeys(filter(str.strip, file.read_text(encoding="utf-8").splitlines()))
        lines: list[Line] = [dict(json.loads(text)) for text in texts]
        erasures_in(lines)
        if not all({"structure", "proof"} <= line.keys() for line in lines):
            raise ValueError
        return lines
    except (ValueError, TypeError):
        raise BadInput(
            f"Le fichier « {file.name} » n’est pas une liste d’effacements : donnez celui que l’instance écrit.",
            field="file",
        ) from None


def came_back(erasures: Iterable[Erasure]) -> Came:
    wanted = {each.card: each for each in erasures}
    cards = Person.everybody.filter(pk__in=wanted)
    there = [(wanted[card.pk], card) for card in cards if str(card.structure_id) == wanted[card.pk].structure]
    same = {each for each, card in there if constant_time_compare(proof_of(card), each.proof)}
    return Came(
        back=tuple(each for each, _ in there if each in same),
        doubtful=tuple(each for each, _ in there if each not in same),
    )
