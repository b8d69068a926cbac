"""The numbers of the registers: their form and their key."""

import re

from maillage.kernel import BadInput, finess

RPPS_TYPE, RPPS_LENGTH = "8", 11
KINDS = ("0", RPPS_TYPE)  # Adeli, RPPS: the first digit of a national identification
LONGEST_NATIONAL = 20  # characters
DOUBLED = str.maketrans("0123456789", "0246813579")  # twice each figure, its own figures added: Luhn's key
#: Ten figures or more, or an Adeli of Corsica.
NATIONAL = re.compile(rf"[0-9]{{10,{LONGEST_NATIONAL}}}|02[AB][0-9]{{7}}")


def oddity_of(number: str) -> str:
    """What is wrong in a FINESS number; empty when nothing is. The key of a Corsican one is not known."""
    from stdnum import luhn

    try:
        compact = finess(number)
    except BadInput:
        return "mal formé" if number else "absent"
    return "" if not compact.isdigit() or luhn.is_valid(compact) else "dont la clé est fausse"


def has_wrong_key(number: str) -> bool:
    """Whether an RPPS number is not eleven digits ending with their key."""
    if len(number) != RPPS_LENGTH or not (number.isascii() and number.isdigit()):
        return True
    return sum(map(int, number[::-2] + number[-2::-2].translate(DOUBLED))) % 10 != 0


def nationals_of(number: str) -> tuple[str, ...]:
    """The national identifications that an RPPS or Adeli number may be in."""
    return tuple(f"{kind}{number}" for kind in KINDS)


def refuse_no_national(text: str) -> None:
    """Raises BadInput for what cannot be the national identification of someone."""
    if not NATIONAL.fullmatch(text) or len(text) == RPPS_LENGTH:
        raise BadInput(
            "Donnez l’identification nationale telle que la source l’écrit (12 chiffres pour un RPPS, 10 caractères pour "
            "un Adeli), ou le numéro RPPS d’une personne présente dans l’annuaire."
        )
    if text[0] == RPPS_TYPE and len(text) == RPPS_LENGTH + 1 and has_wrong_key(text[1:]):
        raise BadInput(
            f"La clé de « {text} » est fausse, et personne n’a ce numéro dans l’annuaire : vérifiez ses chiffres."
        )
