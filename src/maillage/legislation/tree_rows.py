"""A tree typed in rows, for who does not write YAML: a line a question, a line an end, parts between bars.

    titre | Qui appeler | Savoir qui appeler le vendredi soir.
    texte | Convention du 3 mars 2026, page 2
    ? | urgent | Est-ce urgent ? | oui > quinze | non > age
    ? | age | Quel âge ? | 0 à 120 ans | moins de 16 > cabinet | sinon > garde | source : Convention, page 4
    ! | quinze | urgence | Le 15 | Appelez le 15.

The first question is the start. What comes out is read as the YAML is, and judged by the same code.
"""

import re
from datetime import date
from typing import Any

from maillage.kernel import BadInput, folded, printed, with_no_break_spaces
from maillage.legislation.care_entries import LEADS

BEGINS = re.compile(r"\s*(?:titre|texte|[?!])\s*\|", re.IGNORECASE)
NUMBER = re.compile(r"(\d{1,6})\s*à\s*(\d{1,6})\s+(.+)", re.IGNORECASE)
LIMIT = re.compile(r"(moins de|jusqu.à)\s+(\d{1,6})", re.IGNORECASE)
SOURCE = re.compile(r"source\s*:\s*(.+)", re.IGNORECASE)
HELP = re.compile(r"aide\s*:\s*(.+)", re.IGNORECASE)
#: Words of the last column but one of an end → how it is kept.
WORDS = {folded(word): key for key, word in LEADS.items()} | {key: key for key in LEADS}
TYPED_BY = "testimony"


def is_rows(text: str) -> bool:
    """Whether its first line that says something is a row."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return bool(BEGINS.match(first))


def rows_of(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The content as YAML would give it, and the line of each key. Raises BadInput, with the line."""
    found: dict[str, Any] = {
        "key": "arbre",
        "version": 1,
        "written_on": date(2000, 1, 1),
        "questions": [],
        "ends": [],
    }
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        parts = [printed(part.strip()) for part in line.split("|")]
        if not line.strip():
            continue
        kind, *said = parts
        match folded(kind) or kind.strip():
            case "titre" if len(said) == 2:
                found |= {"title": said[0], "purpose": said[1]}
            case "texte" if len(said) == 1:
                found["consult"] = {"title": said[0], "grade": TYPED_BY}
            case "?" if len(said) >= 3:
                found["questions"].append(_question(said, number))
                lines[said[0]] = number
            case "!" if len(said) >= 4:
                found["ends"].append(_end(said, number))
                lines[said[0]] = number
            case _:
                raise at(number, "on attend « titre | … | … », « texte | … », « ? | … » ou « ! | … »")
    if missing := [name for name in ("title", "consult") if name not in found]:
        word = {"title": "titre", "consult": "texte"}[missing[0]]
        raise at(1, f"il manque la ligne « {word} »")
    if not found["questions"] or not found["ends"]:
        raise at(1, "il faut une question (« ? ») et une fin (« ! ») au moins")
    found["start"] = found["questions"][0]["key"]
    return found, lines


def at(line: int, sentence: str) -> BadInput:
    return BadInput(with_no_break_spaces(f"Ligne {line} : {sentence}."), field="words")


def _question(said: list[str], line: int) -> dict[str, Any]:
    key, ask, *rest = said
    asked: dict[str, Any] = {"key": key, "ask": ask}
    ways: list[tuple[str, str]] = []
    for part in rest:
        if noted := SOURCE.fullmatch(part):
            asked["source"] = {"title": noted[1], "grade": TYPED_BY}
        elif noted := HELP.fullmatch(part):
            asked["help"] = noted[1]
        elif ">" in part:
            words, _, to = part.rpartition(">")
            ways.append((words.strip(), to.strip()))
        elif noted := NUMBER.fullmatch(part):
            asked["number"] = {"low": int(noted[1]), "high": int(noted[2]), "unit": noted[3], "spans": []}
        elif part:
            raise at(line, f"« {part} » : une réponse s'écrit « mots > clé »")
    if "number" in asked:
        asked["number"]["spans"] = [_span(words, to, line) for words, to in ways]
    elif [folded(words) for words, _ in ways] == ["oui", "non"]:
        asked |= {"yes": ways[0][1], "no": ways[1][1]}
    else:
        asked["choices"] = [
            {"key": f"choix_{rank}", "label": words, "to": to} for rank, (words, to) in enumerate(ways, 1)
        ]
    return asked


def _span(words: str, to: str, line: int) -> dict[str, Any]:
    if folded(words) == "sinon":
        return {"to": to}
    noted = LIMIT.fullmatch(words)
    if noted is None:
        raise at(line, f"« {words} » : une tranche s'écrit « moins de 16 », « jusqu'à 65 » ou « sinon »")
    return {"below" if folded(noted[1]).startswith("moins") else "up_to": int(noted[2]), "to": to}


def _end(said: list[str], line: int) -> dict[str, Any]:
    key, leads, title, say, *rest = said
    if folded(leads) not in WORDS:
        raise at(line, f"« {leads} » : on attend {', '.join(LEADS)}")
    end: dict[str, Any] = {"key": key, "title": title, "say": say, "leads": WORDS[folded(leads)]}
    for part in rest:
        if noted := SOURCE.fullmatch(part):
            end["source"] = {"title": noted[1], "grade": TYPED_BY}
    return end
