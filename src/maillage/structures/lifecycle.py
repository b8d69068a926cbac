"""The life of a structure: three tracks side by side, each a table of moves. No database, no clock.

Inside the recognition track the moves follow the published stages. Between tracks nothing is forced: an
association may be declared before the letter or long after; the law room's findings say what is missing.
"""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices


class Track(Enum):
    RECOGNITION = "reconnaissance"
    PERSON = "personne-morale"
    MISSION = "missions"


class Recognition(TextChoices):
    EMERGENCE = "emergence", "Émergence"
    LETTRE_DEPOSEE = "lettre_deposee", "Lettre d’intention déposée"
    LETTRE_VALIDEE = "lettre_validee", "Lettre d’intention validée"
    PROJET_DEPOSE = "projet_depose", "Projet de santé déposé"
    PROJET_VALIDE = "projet_valide", "Projet de santé validé"
    ACI_SIGNE = "aci_signe", "ACI signé"
    EN_FONCTIONNEMENT = "en_fonctionnement", "En fonctionnement"


#: The same stages in a word or two, for the ribbon.
SHORT = {
    Recognition.EMERGENCE: "Émergence",
    Recognition.LETTRE_DEPOSEE: "Lettre déposée",
    Recognition.LETTRE_VALIDEE: "validée",
    Recognition.PROJET_DEPOSE: "Projet déposé",
    Recognition.PROJET_VALIDE: "validé",
    Recognition.ACI_SIGNE: "ACI signé",
    Recognition.EN_FONCTIONNEMENT: "En fonctionnement",
}


class PersonStep(TextChoices):
    PREFIGURATION = "prefiguration", "Préfiguration"
    ASSEMBLEE = "assemblee", "Assemblée constitutive"
    RNA = "rna", "Déclarée (RNA)"
    SIRET = "siret", "SIRET"
    COMPTE = "compte", "Compte bancaire"
    FINESS = "finess", "FINESS"


class MissionStep(TextChoices):
    PREVUE = "prevue", "Prévue"
    DEMARREE = "demarree", "Démarrée"
    DEPLOYEE = "deployee", "Déployée"


@dataclass(frozen=True, slots=True)
class Move:
    """`leaves` are the stages one may stand on; `None` among them means "not begun"."""

    name: str
    leaves: frozenset[str | None]
    enters: str
    label: str


R, P, M = Recognition, PersonStep, MissionStep

MOVES: dict[Track, tuple[Move, ...]] = {
    Track.RECOGNITION: (
        Move("emerger", frozenset({None}), R.EMERGENCE, "Le projet naît"),
        Move("deposer_lettre", frozenset({R.EMERGENCE}), R.LETTRE_DEPOSEE, "La lettre d’intention est déposée"),
        Move("valider_lettre", frozenset({R.LETTRE_DEPOSEE}), R.LETTRE_VALIDEE, "La lettre d’intention est validée"),
        Move("reprendre_lettre", frozenset({R.LETTRE_DEPOSEE}), R.EMERGENCE, "La lettre est à reprendre"),
        Move("deposer_projet", frozenset({R.LETTRE_VALIDEE}), R.PROJET_DEPOSE, "Le projet de santé est déposé"),
        Move("valider_projet", frozenset({R.PROJET_DEPOSE}), R.PROJET_VALIDE, "Le projet de santé est validé"),
        Move("reprendre_projet", frozenset({R.PROJET_DEPOSE}), R.LETTRE_VALIDEE, "Le projet est à reprendre"),
        Move("signer_aci", frozenset({R.PROJET_VALIDE}), R.ACI_SIGNE, "L’ACI est signé"),
        Move("fonctionner", frozenset({R.ACI_SIGNE}), R.EN_FONCTIONNEMENT, "La structure fonctionne"),
    ),
    Track.PERSON: tuple(
        # The steps of a legal person come in any order in real life: each is reached once.
        Move(step.value, frozenset({None, *P}) - {step}, step, step.label)
        for step in P
    ),
    Track.MISSION: (
        Move("prevoir", frozenset({None}), M.PREVUE, "La mission est prévue"),
        Move("demarrer", frozenset({M.PREVUE}), M.DEMARREE, "La mission démarre"),
        Move("deployer", frozenset({M.DEMARREE}), M.DEPLOYEE, "La mission est déployée"),
    ),
}  # fmt: skip


def moves_from(track: Track, stage: str | None) -> tuple[Move, ...]:
    """What can be done next on a track."""
    return tuple(move for move in MOVES[track] if stage in move.leaves)


def move_named(track: Track, name: str) -> Move:
    """Raises KeyError when the track has no such move."""
    return {move.name: move for move in MOVES[track]}[name]
