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
    if not re.fullmatch(r"W[0-9][0-9A-Z][0-9]{7}", compact):
        raise BadInput("Ce numéro RNA n’est pas bon : W suivi de neuf chiffres.", field="rna")
    return compact


_FOLIO = re.compile(
    r"vol(?:ume)?\W*(?P<volume>[0-9]{1,4}|[ivxlcdm]{1,12})\W+(?:folio|fol|f|numéro|no|n)[\W°º]*(?:n[°ºo]?\W*)?(?P<folio>[0-9]{1,6})",
    re.IGNORECASE,
)


def association(text: str) -> str:
    """The number of an association: its RNA, or in Alsace-Moselle the place of its entry at the tribunal.

    There the register of the tribunal keeps associations by volume and folio, and gives no W:
    « vol. 93, folio n° 45 » → « Volume 93, folio 45 ».
    """
    if found := _FOLIO.fullmatch(text.strip()):
        return f"Volume {found['volume'].upper()}, folio {found['folio']}"
    try:
        return rna(text)
    except BadInput:
        raise BadInput(
            "Ce numéro n’est pas bon : W suivi de neuf chiffres, ou en Alsace-Moselle « volume 93, folio 45 ».",
            field="rna",
        ) from None


def finess(text: str) -> str:
    """Nine characters, « 2A » and « 2B » included. The key is not judged: directories hold numbers that fail it."""
    compact = "".join(text.split()).upper()
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{7}", compact):
        raise BadInput("Ce FINESS n’est pas bon : neuf caractères, comme 820000123.", field="finess")
    return compact


def rpps(text: str) -> str:
    """Eleven digits. The key is not judged, as for a FINESS: whoever uses the number looks for it in the directory."""
    compact = re.sub(r"[\s.]", "", text)
    if "," in compact or "E" in compact.upper():
        raise BadInput(
            f"Le numéro RPPS «\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}» a perdu ses chiffres dans un tableur : "
            "recopiez ses onze chiffres.",
            field="rpps",
        )
    if not re.fullmatch(r"[0-9]{11}", compact):
        raise BadInput("Ce numéro RPPS n’est pas bon : onze chiffres, vérifiez-les un par un.", field="rpps")
    return compact


def phone(text: str) -> str:
    """« +33 6 12 34 56 78 », « 06.12.34.56.78 » → « 0612345678 »; a foreign number keeps its « + »."""
    compact = re.sub(r"[\s.()/-]", "", text)
    compact = re.sub(r"^(?:\+33|0033)0?", "0", compact)
    if not re.fullmatch(r"0[1-9][0-9]{8}|\+[1-9][0-9]{6,14}", compact):
        raise BadInput(
            "Ce numéro de téléphone n’est pas bon : dix chiffres, comme 05 63 00 00 00.", field="phone"
        )
    return compact
