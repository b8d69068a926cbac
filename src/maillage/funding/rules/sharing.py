"""What each associate receives of a sum, by the rule that they voted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from maillage.funding.enums import Basis, SharingRule
from maillage.funding.rules.apportioning import apportioned
from maillage.funding.types.sharing import Associate, Share, Sharing
from maillage.kernel import BadInput, decimal_in_french, euros, joined, plural, with_no_break_spaces

#: Of ten years: a sum is shared over less.
MOST_HOURS = 10 * 366 * 24
MOST_POINTS = 10**9


def parts_of(rule: SharingRule, parts: Mapping[Basis, Fraction] | None = None) -> Mapping[Basis, Fraction]:
    """What goes by each basis, whose sum is one. Raises BadInput when the parts of a mixed rule make another whole."""
    if rule != SharingRule.MIXED:
        if parts:
            raise BadInput("Seule une règle mixte a des parts : retirez-les.", field="parts")
        return {Basis(rule): Fraction(1)}
    kept = {basis: part for basis, part in (parts or {}).items() if part}
    whole = sum(kept.values(), Fraction())
    if whole != 1 or min(kept.values()) < 0:
        raise BadInput(
            f"Les parts font {_portion(whole)} au lieu de 100 %. Un tiers s’écrit « 1/3 ».", field="parts"
        )
    return kept


def share(amount: Decimal, parts: Mapping[Basis, Fraction], associates: Sequence[Associate]) -> Sharing:
    """Shares to the cent, the same in any order of the associates. `parts`: as `parts_of` gives them.

    Raises BadInput for nobody, a name twice, a number unknown, negative or absurd, a basis that is zero for all.
    """
    if not associates:
        raise BadInput("Personne avec qui partager : nommez les associés.", field="associates")
    twice = [key for key, times in Counter(each.key for each in associates).items() if times > 1]
    if twice:
        raise BadInput(
            f"« {twice[0]} » est deux fois parmi les associés : distinguez-les.", field="associates"
        )
    weights = dict.fromkeys((each.key for each in associates), Fraction())
    for basis, part in parts.items():
        measures = {each.key: _measure(each, basis) for each in associates}
        whole = sum(measures.values(), Fraction())
        if not whole:
            raise BadInput(
                f"{NONE_AT_ALL[basis]} pour tous les associés : rien ne dit comment partager. Saisissez-les, ou votez "
                "une autre règle.",
                field="associates",
            )
        for key, measure in measures.items():
            weights[key] += part * measure / whole
    given = apportioned(amount, weights)
    return Sharing(
        tuple(Share(each.key, given[each.key]) for each in associates), _said(amount, parts, len(given))
    )


def reversed_shares(shares: Iterable[Share]) -> tuple[Share, ...]:
    """What gives a sharing back, share by share: sharing the negative amount would put its cents elsewhere."""
    return tuple(Share(each.key, -each.amount) for each in shares)


NONE_AT_ALL = {Basis.HOURS: "Zéro heure", Basis.POINTS: "Zéro point"}
NAMES = {Basis.HOURS: "heures", Basis.POINTS: "points"}


def _measure(associate: Associate, basis: Basis) -> Fraction:
    if basis == Basis.EQUAL:
        return Fraction(1)
    measure, most = (associate.hours, MOST_HOURS) if basis == Basis.HOURS else (associate.points, MOST_POINTS)
    if measure is None:
        raise BadInput(
            f"Il manque les {NAMES[basis]} de « {associate.key} » : écrivez 0 s’il n’y en a pas.",
            field="associates",
        )
    if not 0 <= measure <= most:
        raise BadInput(
            f"Les {NAMES[basis]} de « {associate.key} » ne sont pas possibles : de 0 à {most}.",
            field="associates",
        )
    return measure


def _said(amount: Decimal, parts: Mapping[Basis, Fraction], people: int) -> str:
    """« 100 € entre 3 associés, à parts égales. », then what becomes of the cents."""
    each = [basis for basis in Basis if basis in parts]
    if len(each) == 1:
        how = f", {each[0].label}"
    else:
        how = f" : {joined(f'{_portion(parts[basis])} {basis.label}' for basis in each)}"
    return with_no_break_spaces(
        f"{euros(amount)} entre {plural(people, 'associé')}{how}. Au centime : ceux qui restent vont aux plus grands "
        "restes, à égalité dans l’ordre alphabétique."
    )


def _portion(part: Fraction) -> str:
    """« 50 % », « 12,5 % », or « 1/3 », which no percentage says."""
    percents = part * 100
    for places in range(3):
        if (percents * 10**places).denominator == 1:
            return f"{decimal_in_french(Decimal(percents.numerator) / percents.denominator, places)} %"
    return str(part)
