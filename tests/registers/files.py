"""Files of the RPPS as one writes them by hand: a few lines in the official columns."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from maillage.registers import (
    ACTIVITY_COLUMNS,
    ACTIVITY_FILE,
    AT,
    DIPLOMA_COLUMNS,
    DIPLOMA_FILE,
    SKILL_COLUMNS,
    SKILL_FILE,
)

COLUMNS = {ACTIVITY_FILE: ACTIVITY_COLUMNS, SKILL_FILE: SKILL_COLUMNS, DIPLOMA_FILE: DIPLOMA_COLUMNS}
#: Numbers whose key is right, of nobody.
ADA, MAX, ZOE = "99000000010", "99000000028", "99000000036"

NURSE = {
    "Type d'identifiant PP": "8",
    "Nom d'exercice": "FICTIF",
    "Code profession": "60",
    "Libellé profession": "Infirmier",
    "Libellé catégorie professionnelle": "Civil",
    "Code mode exercice": "L",
    "Code genre activité": "GENR01",
    "Code secteur d'activité": "SA07",
    "Identifiant technique de la structure": "R1",
    f"Code commune{AT}": "82121",
}
DOCTOR = {
    **NURSE,
    "Code profession": "10",
    "Libellé profession": "Médecin",
    "Code type savoir-faire": "S",
    "Code savoir-faire": "SM54",
}


def someone(number: str, given: str = "Ada", **cells: str) -> dict[str, str]:
    """A nurse of Montauban, but for the cells said: `commune`, `mode`… are short for their columns."""
    return {
        **NURSE,
        "Identifiant PP": number,
        "Identification nationale PP": f"8{number}",
        "Prénom d'exercice": given,
        **{SHORT[name]: value for name, value in cells.items()},
    }


SHORT = {
    "family": "Nom d'exercice",
    "national": "Identification nationale PP",
    "kind": "Type d'identifiant PP",
    "code": "Code profession",
    "label": "Libellé profession",
    "category": "Libellé catégorie professionnelle",
    "skill_type": "Code type savoir-faire",
    "skill": "Code savoir-faire",
    "skill_label": "Libellé savoir-faire",
    "mode": "Code mode exercice",
    "genre": "Code genre activité",
    "sector": "Code secteur d'activité",
    "technical": "Identifiant technique de la structure",
    "siret": "Numéro SIRET site",
    "finess": "Numéro FINESS site",
    "legal_name": "Raison sociale site",
    "sign": "Enseigne commerciale site",
    "place": f"Complément point géographique{AT}",
    "street_number": f"Numéro Voie{AT}",
    "repeat": f"Indice répétition voie{AT}",
    "street_kind": f"Libellé type de voie{AT}",
    "street": f"Libellé Voie{AT}",
    "box": f"Mention distribution{AT}",
    "postcode": f"Code postal{AT}",
    "commune": f"Code commune{AT}",
    "phone": f"Téléphone{AT}",
    "other_phone": f"Téléphone 2{AT}",
    "diploma": "Libellé diplôme obtenu",
    "authorisation": "Libellé type autorisation",
}


def doctor(number: str, **cells: str) -> dict[str, str]:
    """A general practitioner of Montauban."""
    return {**someone(number), **DOCTOR, **{SHORT[name]: value for name, value in cells.items()}}


def text_of(
    rows: Iterable[dict[str, str]], columns: Sequence[str] = ACTIVITY_COLUMNS, *, delimiter: str = "|"
) -> str:
    """A header and one line for each row."""
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return "".join(f"{delimiter.join(line)}\n" for line in lines)


def write(folder: Path, rows: Iterable[dict[str, str]], name: str = ACTIVITY_FILE) -> Path:
    """One file in the official form."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text_of(rows, COLUMNS[name]), "utf-8")
    return file


def nurses(count: int, **cells: str) -> list[dict[str, str]]:
    """As many people, whose numbers fail their key."""
    return [someone(f"98{rank:09}", f"Infirmier {rank}", **cells) for rank in range(count)]
