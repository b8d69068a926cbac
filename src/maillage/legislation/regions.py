"""The regions of France, by their Insee code: where a rule may have a variant."""

from maillage.kernel import BadInput, joined, shown

REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d'Azur",
    "94": "Corse",
}


def known_region(code: str) -> str:
    """The code itself, empty when nobody said where. Raises BadInput when no region has it."""
    if code and code not in REGIONS:
        choices = joined(f"{code} ({name})" for code, name in REGIONS.items())
        raise BadInput(
            f"Aucune région n'a le code Insee {shown(code)}. Choix possibles : {choices}.", field="region"
        )
    return code
