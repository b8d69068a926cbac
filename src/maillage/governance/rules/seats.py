"""The instances that a form has, and how a fraction of the statutes is judged."""

from collections.abc import Mapping
from fractions import Fraction

from maillage.governance.enums import NO_QUORUM, InstanceKind, Majority
from maillage.kernel import fraction

#: Of a team that signs one project; any other form lives as an association does.
TEAM = (InstanceKind.EQUIPE, InstanceKind.COMITE, InstanceKind.GT)
OF_A_MSP = (InstanceKind.EQUIPE, InstanceKind.ASSOCIES, InstanceKind.COMITE, InstanceKind.GT)
KINDS: Mapping[str, tuple[InstanceKind, ...]] = {
    "msp": OF_A_MSP,
    "mspu": OF_A_MSP,
    "cds": TEAM,
    "esp": TEAM,
    "esp_clap": TEAM,
}
OF_AN_ASSOCIATION = (
    InstanceKind.AG,
    InstanceKind.CA,
    InstanceKind.BUREAU,
    InstanceKind.COLLEGE,
    InstanceKind.COMITE,
    InstanceKind.GT,
)


def kinds_of(form: str) -> tuple[InstanceKind, ...]:
    """The usual one first; what a form does not have is absent."""
    return KINDS.get(form, OF_AN_ASSOCIATION)


def is_association(form: str) -> bool:
    """Whether it lives by an assembly, a board and officers."""
    return kinds_of(form) == OF_AN_ASSOCIATION


def has_rcp(form: str) -> bool:
    """Whether its team holds concertations that its agreement counts."""
    return kinds_of(form) == OF_A_MSP


def weight(written: object) -> Fraction:
    """The voices of a college: above zero, and of so few digits that any file of a vote holds them. Raises ValueError."""
    read = fraction(written)
    if not read:
        raise ValueError("Un collège qui pèse zéro ne vote pas : donnez-lui des voix")
    if max(read.numerator, read.denominator) >= 10**9:
        raise ValueError(f"« {written} » a trop de chiffres : écrivez « 60 », « 33,33 » ou « 1/3 »")
    return read


def share(written: object) -> Fraction | None:
    """A part of a whole, above zero, one at most; None when nothing is written. Raises ValueError."""
    if written is None or written == "":
        return None
    read = fraction(written)
    if read > 1:
        raise ValueError(f"« {written} » est une part plus grande que le tout, écrivez « 2/3 » ou « 60 % »")
    if not read:
        raise ValueError(f"« {written} » n’est pas une part, écrivez « 2/3 » ou « 60 % »")
    return read


def quorum(written: object) -> Fraction | None:
    """A share, or « aucun ». Raises ValueError."""
    return None if written == NO_QUORUM else share(written)


def majority(written: object) -> Majority | Fraction | None:
    return Majority(str(written)) if written in Majority.values else share(written)
