"""What somebody counts by a tap at the counter, and what each tap adds to the counts that the law room prices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from maillage import legislation
from maillage.kernel import shown_in_french

PHARMACIST = "pharmacien"
END_OF_TREE = "arbre"
#: Of a protocol of coopération, in the words of the official indicators.
PROTOCOL_ACT, CALLED_BACK, ADVERSE = "protocole.acte", "protocole.reprise", "protocole.evenement"


@dataclass(frozen=True, slots=True)
class Tap:
    """A button. `adds`: keys of counts, « fee.fact » as the law room names them, or ours when it prices nothing."""

    key: str
    label: str
    adds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TapGroup:
    """Buttons under one heading. `fee`: the subject of the law room that prices them; empty, none does."""

    title: str
    taps: tuple[Tap, ...]
    fee: str = ""


#: Counted, and priced by no rule as such: the fee of a correspondant is by patient and by year.
RENEWAL, ADJUSTMENT, INFORMED = "correspondant.renouvellement", "correspondant.adaptation", "correspondant.medecin_informe"  # fmt: skip
CORRESPONDENT_PATIENTS = "correspondant.patients"

_PHARMACY = (
    TapGroup(
        "Tests",
        (
            Tap("test.antibiotique", "Test direct, antibiotique remis", ("test_direct.tests", "test_direct.antibiotics")),
            Tap("test.sans", "Test direct, sans antibiotique", ("test_direct.tests",)),
            Tap(
                "ordonnance.positif",
                "Sur ordonnance conditionnelle, positif",
                ("ordonnance_conditionnelle.patients", "ordonnance_conditionnelle.positives"),
            ),
            Tap("ordonnance.negatif", "Sur ordonnance conditionnelle, négatif", ("ordonnance_conditionnelle.patients",)),
        ),
        "test_direct",
    ),
    TapGroup(
        "Vaccination",
        (
            Tap("vaccin.injecte", "Vaccin prescrit par un autre, injecté", ("vaccination.injections",)),
            Tap("vaccin.prescrit", "Vaccin prescrit et injecté", ("vaccination.own_prescriptions",)),
        ),
        "vaccination",
    ),
    TapGroup(
        "Pharmacien correspondant",
        (
            Tap("correspondant.designation", "Désignation par un patient", ("correspondant.designations",)),
            Tap("correspondant.renouvellement", "Renouvellement", (RENEWAL,)),
            Tap("correspondant.adaptation", "Adaptation de dose", (ADJUSTMENT,)),
            Tap("correspondant.patient", "Premier acte de l’année pour ce patient", (CORRESPONDENT_PATIENTS,)),
            Tap("correspondant.medecin_informe", "Médecin informé", (INFORMED,)),
        ),
        "correspondant",
    ),
    TapGroup(
        "Téléconsultation",
        (Tap("teleconsultation", "Téléconsultation tenue", ("teleconsultation.count",)),),
        "teleconsultation",
    ),
)  # fmt: skip


@cache
def pharmacy_groups() -> tuple[TapGroup, ...]:
    """Those of a pharmacist; the steps of bilans and entretiens are those that the law room knows."""
    steps = []
    for theme, (first, later) in legislation.INTERVIEW_STEPS.items():
        taps = tuple(
            Tap(key, shown_in_french(f"Étape {rank}, {when}" if count else f"Étape, {when}"), (key,))
            for part, when, count in (("first", "première année", first), ("later", "année suivante", later))
            for rank in range(1, max(count, 1) + 1)
            for key in [f"entretien.{theme}.{part}.{rank}"]
        )
        steps.append(TapGroup(f"Entretien : {legislation.INTERVIEW_THEMES[theme]}", taps, "entretien"))
    pregnant = Tap("entretien.grossesse", "Entretien femme enceinte", ("entretien_grossesse.interviews",))
    return (*_PHARMACY, *steps, TapGroup("Grossesse", (pregnant,), "entretien_grossesse"))


PROTOCOL_TAPS = (
    Tap(PROTOCOL_ACT, "Acte fait", (PROTOCOL_ACT,)),
    Tap(CALLED_BACK, "Reprise par le délégant", (CALLED_BACK,)),
    Tap(ADVERSE, "Événement indésirable déclaré", (ADVERSE,)),
)


@cache
def taps() -> Mapping[str, Tap]:
    """Every tap by its key, but the end of a tree."""
    known = [tap for group in pharmacy_groups() for tap in group.taps]
    return {tap.key: tap for tap in (*known, *PROTOCOL_TAPS)}


def label_of(kind: str) -> str:
    """In words; the key itself, for one that is counted no more."""
    known = taps().get(kind)
    return known.label if known else kind


def added_by(kinds: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many times each tap was made → how many of each count. What is not known adds nothing."""
    found: dict[str, int] = {}
    for kind, times in kinds:
        for count in taps()[kind].adds if kind in taps() else ():
            found[count] = found.get(count, 0) + times
    return found


def to_tell(added: Mapping[str, int]) -> int:
    """Renewals and adjustments whose doctor nobody said to have informed; never under zero."""
    return max(0, added.get(RENEWAL, 0) + added.get(ADJUSTMENT, 0) - added.get(INFORMED, 0))
