"""Where less is offered than elsewhere, as much, more: how it is judged, and how it is said."""

from dataclasses import dataclass
from enum import StrEnum

from maillage.kernel import decimal_in_french

#: Bounds of our own, said wherever they are used: ratios to the mean between which a territory is like others.
LITTLE, MUCH = 0.8, 1.2


def is_little(ratio: float | None) -> bool:
    """Less than elsewhere, as it is shown: rounded. What is unknown shows no lack."""
    return ratio is not None and round(ratio, 2) < LITTLE


class Level(StrEnum):
    """Beside the mean of what the directory covers."""

    LESS = "Moins qu’ailleurs"
    MIXED = "Selon la mesure"
    ALIKE = "Comme ailleurs"
    MORE = "Plus qu’ailleurs"
    UNKNOWN = "Inconnu"


@dataclass(frozen=True, slots=True)
class Measured:
    """One profession: ratios to the mean, None when nobody knows. They are judged as they are shown, rounded."""

    name: str
    by_head: float | None = None  # who practises here, for the same number of inhabitants
    within_reach: float | None = None  # who is near, shared with all who need them
    is_first: bool = True  # whom a territory is asked about first

    @property
    def known(self) -> list[float]:
        """The ratios that are known, as they are shown."""
        return [round(ratio, 2) for ratio in (self.by_head, self.within_reach) if ratio is not None]

    @property
    def level(self) -> Level:
        known = self.known
        if not known:
            return Level.UNKNOWN
        less, more = min(known) < LITTLE, max(known) > MUCH
        if less and more:
            return Level.MIXED
        if less:
            return Level.LESS
        return Level.MORE if more else Level.ALIKE

    @property
    def words(self) -> str:
        """« Sages-femmes (× 0,74 par habitant, × 0,90 à portée) »."""
        measures = (("par habitant", self.by_head), ("à portée", self.within_reach))
        ratios = ", ".join(
            f"×\N{NO-BREAK SPACE}{decimal_in_french(ratio, 2)} {measure}"
            for measure, ratio in measures
            if ratio is not None
        )
        return f"{self.name} ({ratios})" if ratios else self.name


def rule(where: str) -> str:
    """How the levels are told apart, and what the two measures see."""
    low, high = decimal_in_french(LITTLE), decimal_in_french(MUCH)
    return (
        f"Moins : une mesure est sous {low} fois la moyenne {where}, aucune n’est au-dessus de {high}. "
        f"Plus : une mesure est au-dessus de {high}, aucune n’est sous {low}. Selon la mesure : l’une est "
        f"sous {low}, l’autre au-dessus de {high}. « Par habitant » compte qui exerce ici ; « à portée » "
        "(estimation Maillage) compte aussi les alentours, et ceux qui se les partagent. Hors premier recours, ne "
        "sont citées que les professions présentes, mais moins qu’ailleurs."
    )
