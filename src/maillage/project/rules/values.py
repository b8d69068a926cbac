"""What an indicator is worth, how far it is from its target, and how it is said. Unknown is a value, never zero."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from maillage.kernel import amount

ALL, PLACES, MOST = Decimal(100), Decimal("0.0001"), Decimal(10) ** 10
HUNDREDTH = Decimal("0.01")
NO_DENOMINATOR = "le dénominateur est à zéro : une part de rien ne se calcule pas"
UNSAID_NUMERATOR = "le numérateur n’est pas connu"
UNSAID_DENOMINATOR = "le dénominateur n’est pas connu"
TOO_LARGE = "le résultat dépasse ce qu’un indicateur peut dire"
PERCENT, YES_OR_NO, NUMBER = "%", "oui/non", "nombre"
#: Units that say no word after the figure, or that the writing of amounts would take for something else.
SILENT = {"", NUMBER, YES_OR_NO}
RESERVED = {"/1", "class"}


@dataclass(frozen=True, slots=True)
class Value:
    """`number` is None when it is unknown: `why` then says why, without capital nor full stop."""

    number: Decimal | None
    why: str = ""


def rounded(number: Decimal) -> Decimal:
    """To what is kept, a half away from zero."""
    return number.quantize(PLACES, ROUND_HALF_UP)


def ratio(numerator: Decimal | None, denominator: Decimal | None, unit: str) -> Value:
    """Their ratio, of a hundred when the unit is « % »."""
    if numerator is None:
        return Value(None, UNSAID_NUMERATOR)
    if denominator is None:
        return Value(None, UNSAID_DENOMINATOR)
    if denominator == 0:
        return Value(None, NO_DENOMINATOR)
    found = numerator / denominator * (ALL if unit == PERCENT else 1)
    return Value(rounded(found)) if abs(found) < MOST else Value(None, TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a value is. `percent` is never clipped, and None when no percentage means anything."""

    percent: Decimal | None
    said: str
    is_reached: bool | None = None

    @property
    def bar(self) -> int:
        """What a bar of a hundred shows: the words say what goes beyond."""
        return 0 if self.percent is None else int(min(max(self.percent, Decimal(0)), ALL))


def progress(
    value: Decimal | None,
    target: Decimal | None,
    base: Decimal | None = None,
    *,
    is_less_better: bool = False,
) -> Progress:
    """On the way from the base when it stands before the target, else as a share of the target."""
    if target is None:
        return Progress(None, "pas de cible écrite pour cette année")
    if value is None:
        return Progress(None, "")
    is_reached = value <= target if is_less_better else value >= target
    if base is not None and (base > target if is_less_better else base < target):
        percent, of = (value - base) / (target - base) * ALL, "du chemin vers la cible"
    elif target > 0 and not is_less_better:
        percent, of = value / target * ALL, "de la cible"
    else:
        return Progress(None, "cible atteinte" if is_reached else "cible non atteinte", is_reached)
    # Rounded down: what lacks a hair is not reached.
    shown = amount(percent.quantize(Decimal(1), ROUND_FLOOR), PERCENT)
    said = f"{shown} {of}"
    if percent > ALL:
        said += ", au-delà de la cible"
    elif percent < 0:
        said += ", en recul depuis le point de départ"
    return Progress(percent, said, is_reached)


def said(value: Decimal | None, unit: str) -> str:
    """« 62,5 % », « 12 réunions », « oui », « inconnu »; to the hundredth, when it holds more."""
    if value is None:
        return "inconnu"
    value = value.quantize(HUNDREDTH, ROUND_HALF_UP)
    if unit == YES_OR_NO and value in {0, 1}:
        return "oui" if value else "non"
    if unit in SILENT:
        return amount(value)
    if unit in RESERVED or "|" in unit:
        return f"{amount(value)} {unit}"
    return amount(value, unit)
