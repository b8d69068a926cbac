"""The life of a structure: three tracks side by side, each a table of moves. No database, no clock.

Inside the recognition track the moves follow the published stages. Between tracks nothing is forced: an
association may be declared before the letter or long after; the law room's findings say what is missing.
"""

from dataclasses import dataclass

from maillage.structures.enums import MissionStep, PersonStep, Recognition, Track


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
