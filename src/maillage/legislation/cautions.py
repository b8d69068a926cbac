"""What the facts of a structure contradict, or leave without effect: said beside its money, never refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from maillage.kernel import Source, amount, integer, plural, with_no_break_spaces
from maillage.legislation.engine.parameters import DatedValue
from maillage.legislation.facts import Given
from maillage.legislation.rules import CptsFacts, EscapFacts, EspClapFacts, MspFacts
from maillage.legislation.sizes import cpts_size
from maillage.legislation.values import parameters


@dataclass(frozen=True, slots=True)
class Caution:
    """One French sentence about a fact (its name in `field`), and the text that says otherwise."""

    field: str
    say: str
    source: Source | None


def cautions(form: str, facts: Given, *, on: date) -> tuple[Caution, ...]:
    """Nothing for a form that has none, nor where the law was silent that day or its value is unknown."""
    return tuple(
        Caution(field, with_no_break_spaces(say), value.source)
        for judge in JUDGES.get(form, ())
        for field, say, value in judge(facts, on)
    )


#: The threshold on top of each size.
ABOVE = {1: "size_2_starts_at", 2: "size_3_starts_at", 3: "size_3_ends_at"}

Judged = Iterator[tuple[str, str, DatedValue]]


def _cpts_size(given: Given, on: date) -> Judged:
    facts = cast("CptsFacts", given)
    if facts.population is None or facts.size is None:
        return
    found = cpts_size(facts.population, on=on)
    if found.low is None or found.high is None or found.low <= facts.size <= found.high:
        return
    value = _value(f"cpts.size.{ABOVE[min(facts.size, found.high)]}", on)
    if value:
        people = f"{integer(facts.population)} habitants"
        ours = (
            f"la taille {found.low}" if found.low == found.high else f"la taille {found.low} ou {found.high}"
        )
        say = (
            f"{people} font {ours} ; vous avez mis la taille {facts.size}. Celle du contrat l'emporte : "
            "vérifiez-la, et la population."
        )
        yield "size", say, value


def _cpts_contract_year(given: Given, on: date) -> Judged:
    year = cast("CptsFacts", given).contract_year
    lasts = _value("cpts.contract.duration", on)
    if year and lasts and lasts.value is not None and year > lasts.value:
        say = (
            f"Un contrat dure {amount(lasts.value, 'year')} : il n'a pas d'année {integer(year)}. Comptez depuis la "
            "signature du contrat en cours."
        )
        yield "contract_year", say, lasts


def _msp_team(given: Given, on: date) -> Judged:
    team = cast("MspFacts", given).professionals
    doctors = _value("msp.composition.general_practitioners", on)
    others = _value("msp.composition.other_professionals", on)
    if team is None or not doctors or doctors.value is None or not others or others.value is None:
        return
    if team < doctors.value + others.value:
        asked = (
            f"{plural(int(doctors.value), 'médecin généraliste', 'médecins généralistes')} et "
            f"{plural(int(others.value), 'autre professionnel', 'autres professionnels')} de santé"
        )
        yield (
            "professionals",
            f"Vous comptez {plural(team, 'professionnel')} : une MSP en réunit davantage, au moins {asked}.",
            doctors,
        )


def _escap_team(given: Given, on: date) -> Judged:
    team = cast("EscapFacts", given).professionals
    least = _value("escap.composition.professionals", on)
    if team is not None and least and least.value is not None and team < least.value:
        yield (
            "professionals",
            f"Vous comptez {plural(team, 'professionnel')} : une ESCAP en réunit au moins {integer(least.value)}.",
            least,
        )


def _clap_actions(given: Given, on: date) -> Judged:
    """The price of an action is unknown: whatever one multiplies, only the most a team gets is certain."""
    actions = cast("EspClapFacts", given).actions
    price = parameters()["esp_clap.aid.per_action"].at(on)
    most = _value("esp_clap.aid.team_maximum", on)
    if actions and price and price.value is None and most and most.value is not None:
        say = (
            "Le montant d'un forfait n'est pas dans nos sources : quel que soit leur nombre, seul le maximum de "
            f"l'équipe est connu, {amount(most.value, 'currency-EUR')} par an."
        )
        yield "actions", say, most


def _value(parameter_id: str, on: date) -> DatedValue | None:
    """The value in force that day; None when the law says nothing, or no source gives it."""
    value = parameters()[parameter_id].at(on)
    return value if value and value.value is not None else None


JUDGES: dict[str, tuple[Callable[[Given, date], Judged], ...]] = {
    "cpts": (_cpts_size, _cpts_contract_year),
    "msp": (_msp_team,),
    "escap": (_escap_team,),
    "esp_clap": (_clap_actions,),
}
