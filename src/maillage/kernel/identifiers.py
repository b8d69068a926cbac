"""Numbers of registries, as people type them. Each function gives the compact form or raises BadInput."""

import re

from maillage.kernel.errors import BadInput


def siret(text: str) -> str:
    """Fourteen digits with their key (La Poste's own key included)."""
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siret as number

    try:
        return str(number.validate(text))
    except ValidationError:
        raise BadInput(
            "Ce SIRET n’est pas bon : quatorze chiffres, vérifiez-les un par un.", field="siret"
        ) from None


def rna(text: str) -> str:
    """W, then nine digits or letters of an overseas prefix (W9R1…)."""
    compact = "".join(text.split()).upper()
    if not re.fullmatch(r"W\d[0-9A-Z]\d{7}", compact):
        raise BadInput("Ce numéro RNA n’est pas bon : W suivi de neuf chiffres.", field="rna")
    return compact


def finess(text: str) -> str:
    """Nine characters, « 2A » and « 2B » included. The key is not judged: directories hold numbers that fail it."""
    compact = "".join(text.split()).upper()
    if not re.fullmatch(r"\d[0-9AB]\d{7}", compact):
        raise BadInput("Ce FINESS n’est pas bon : neuf caractères, comme 820000123.", field="finess")
    return compact
